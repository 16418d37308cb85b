package dev.holddown.domain.run;

/** Work that never waits for work of another lane. */
public enum Lane {
  ROLLBACK,
  WATCH,
  FORWARD,
  MESSAGE,
  /** A person is waited for. */
  PERSON,
  /** A moment is waited for. */
  TIME
}
