package dev.holddown.domain.board;

import dev.holddown.domain.watch.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a monitor stands at one moment; immutable.
 *
 * @param key its id, with the row in brackets when it is asked for each row
 */
public record Standing(String key, Monitor monitor, Now now, Seen seen) {
  /**
   * What stands.
   *
   * @param since when the level began to stand, or its answers to be missing
   * @param fresh whether the newest answer is a proof: not missing, and not older than {@code
   *     max-gap}
   * @param pending breaches that have not lasted long enough yet
   */
  public record Now(Level level, Optional<Instant> since, boolean fresh, List<Pending> pending) {}

  /** A breach that goes on: it counts for so long already, and stands at {@code sustained}. */
  public record Pending(String level, Duration counted, Duration sustained, String reason) {}

  /**
   * What was seen last.
   *
   * @param reading empty before the first
   * @param told of the last answer; stays while there is none
   * @param answeredAt when that answer came, by our clock
   * @param why there is no proof; empty while there is
   */
  public record Seen(
      Optional<Reading> reading, Optional<Told> told, Optional<Instant> answeredAt, String why) {}

  /** What it takes off the health: that of the level which stands, also while it is blind. */
  public int penalty() {
    return switch (now.level()) {
      case WARN -> monitor.penalty("warn");
      case CRITICAL -> Math.max(monitor.penalty("critical"), monitor.penalty("breach"));
      default -> 0;
    };
  }

  /** Whether it is proven that all is well. */
  public boolean green() {
    return now.level() == Level.OK && now.fresh() && now.pending().isEmpty();
  }

  /** How old the newest answer is; empty when there never was one. */
  public Optional<Duration> age(Instant at) {
    return seen.answeredAt().map(answered -> Duration.between(answered, at));
  }
}
