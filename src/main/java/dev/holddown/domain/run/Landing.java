package dev.holddown.domain.run;

import java.time.Duration;
import java.time.Instant;

/**
 * How long acts may still land.
 *
 * @param until by the clock of the run's owner
 * @param life the longest time from an intent to the moment from which on it cannot land
 */
public record Landing(Instant until, Duration life) {
  static final Landing NEVER = new Landing(Instant.EPOCH, Duration.ZERO);

  /** Of two the later and the longer. */
  public Landing and(Landing other) {
    return new Landing(
        until.isAfter(other.until) ? until : other.until,
        life.compareTo(other.life) > 0 ? life : other.life);
  }

  /**
   * The same by the clock of a new owner. Its whole life from the takeover is long enough, since
   * the intent is older than that; less is, where it is known how far that clock is ahead.
   */
  Landing under(RunEvent.Owned owner, Instant at) {
    if (equals(NEVER)) {
      return this;
    }
    Instant whole = at.plus(life);
    Instant counted =
        owner.ahead().map(until::plus).filter(known -> known.isBefore(whole)).orElse(whole);
    return counted.isAfter(until) ? new Landing(counted, life) : this;
  }
}
