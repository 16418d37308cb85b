package dev.holddown.domain.run;

/** Where an item stands. */
public enum ItemStatus {
  OPEN,
  RUNNING,
  PASSED,
  SIGNED,
  RESOLVED,
  WAIVED,
  NOT_APPLICABLE,
  FAILED,
  INCONCLUSIVE,
  ERRORED,
  STALE,
  SKIPPED;

  /** Whether the item is over for this attempt. A failed verdict is sticky until it is reopened. */
  public boolean ended() {
    return this != OPEN && this != RUNNING && this != STALE;
  }

  /** Whether the item satisfies a gate. */
  public boolean good() {
    return switch (this) {
      case PASSED, SIGNED, RESOLVED, WAIVED, NOT_APPLICABLE -> true;
      default -> false;
    };
  }
}
