package dev.holddown.cli.link;

/** Something that was asked cannot be: the message is the sentence for the person. */
public final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Why why;

  /** What kind of refusal it is, for callers that are not people. */
  public enum Why {
    /** It was asked wrongly. */
    ASKED_WRONGLY,
    /** What it is about does not exist. */
    MISSING,
    /** It does not fit the state that things are in. */
    CONFLICT,
    /** Nobody could answer; it may be asked again. */
    UNAVAILABLE
  }

  public Refused(String sentence) {
    this(Why.ASKED_WRONGLY, sentence);
  }

  public Refused(Why why, String sentence) {
    super(sentence);
    this.why = why;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }

  public Why why() {
    return why;
  }
}
