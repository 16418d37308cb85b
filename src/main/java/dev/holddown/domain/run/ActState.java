package dev.holddown.domain.run;

/** An act and what is known of it. {@code reference}: empty unless it was begun as a long act. */
public record ActState(Act act, Status status, String reference, String message) {
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
    return new ActState(act, next, reference, why);
  }
}
