package dev.holddown.connectors.support;

/**
 * A call that Holddown will not make: an argument is wrong or an address is not allowed. Its
 * message is a whole sentence for a person and holds no secret. Nothing was sent or started.
 */
public final class CallRefused extends Exception {
  private static final long serialVersionUID = 1L;

  public CallRefused(String sentence) {
    super(sentence);
  }

  /** What was refused, and what to do about it. */
  public String sentence() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
