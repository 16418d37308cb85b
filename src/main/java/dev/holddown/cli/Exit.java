package dev.holddown.cli;

/** Exit codes of every verb. */
final class Exit {
  static final int DONE = 0;

  /** No-Go, refused or invalid; nothing was changed. */
  static final int NO = 1;

  static final int USAGE = 2;

  /** It cannot be told, or a person is waited for. */
  static final int WAITS = 3;

  /** Failed; a person is needed. */
  static final int FAILED = 5;

  private Exit() {}
}
