package dev.holddown.access.oidc;

/** Nobody was let in; the message says why. */
public final class ProviderProblem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean down;

  private ProviderProblem(String sentence, boolean down) {
    super(sentence);
    this.down = down;
  }

  /** The provider does not answer as it should. */
  static ProviderProblem down(String sentence) {
    return new ProviderProblem(sentence, true);
  }

  /** What came is not to be believed. */
  static ProviderProblem refused(String sentence) {
    return new ProviderProblem(sentence, false);
  }

  /** Whether to try again later, or to come in another way. */
  public boolean isDown() {
    return down;
  }

  /** What went wrong. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
