package dev.holddown.domain.run;

import java.time.Duration;
import java.time.Instant;

/**
 * An act and what is known of it.
 *
 * @param life from its intent to the moment from which on it cannot land
 * @param reference empty unless it was begun as a long act
 */
public record ActState(Act act, Duration life, Status status, String reference, String message) {
  /** What is known of an act. */
  public enum Status {
    /** The intent is durable; the call may be under way. */
    INTENDED,
    /** A long act goes on at the target. */
    BEGUN,
    LANDED,
    /** It ended with an error, or was settled as never landed. */
    FAILED,
    /** It may have landed or may still land. */
    UNSETTLED
  }

  public boolean open() {
    return status == Status.INTENDED || status == Status.BEGUN || status == Status.UNSETTLED;
  }

  ActState to(Status next, String why) {
    return new ActState(act, life, next, reference, why);
  }

  Landing landing() {
    return new Landing(act.landsUntil(), life);
  }

  /** The same when another clock counts. */
  ActState under(RunEvent.Owned owner, Instant at) {
    Act moved =
        new Act(
            act.op(),
            act.what(),
            act.token(),
            act.deadline(),
            landing().under(owner, at).until(),
            act.attempt());
    return new ActState(moved, life, status, reference, message);
  }
}
