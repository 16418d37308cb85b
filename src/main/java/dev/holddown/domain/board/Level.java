package dev.holddown.domain.board;

/** How a monitor stands, best first. Only {@link #OK} is green, and only with a fresh answer. */
public enum Level {
  /** A fresh answer breaches nothing. */
  OK,
  /** It was not asked yet, or its answer held no data or too few samples. */
  UNKNOWN,
  /** Its last answer is older than its {@code max-gap}. */
  STALE,
  /** The question could not be asked, or was not answered. */
  BLIND,
  /** Its {@code warn} level stands. */
  WARN,
  /** Its {@code critical} level stands, or the one level of a watch without names. */
  CRITICAL;

  /** Whether a breach stands, as opposed to nothing being known. */
  public boolean stands() {
    return this == WARN || this == CRITICAL;
  }

  /** The level of a watch's level name. */
  static Level named(String level) {
    return level.equals("warn") ? WARN : CRITICAL;
  }
}
