package dev.holddown.sim;

/** The process ends here, in the middle of whatever it was doing. */
final class Crash extends Error {
  private static final long serialVersionUID = 1;

  Crash(String where) {
    super(where, null, false, false);
  }
}
