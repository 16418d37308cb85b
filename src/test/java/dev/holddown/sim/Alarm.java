package dev.holddown.sim;

/** An invariant is broken. */
final class Alarm extends AssertionError {
  private static final long serialVersionUID = 1;
  private final String invariant;

  Alarm(String invariant, String text) {
    super(invariant + ": " + text);
    this.invariant = invariant;
  }

  String invariant() {
    return invariant;
  }
}
