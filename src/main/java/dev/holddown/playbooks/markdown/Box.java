package dev.holddown.playbooks.markdown;

/** How the box before a line stands on paper. */
enum Box {
  /** There is none. */
  NONE,
  OPEN,
  TICKED,
  /** A {@code ✓} or {@code ✅} without a box: a tick in a checklist, an ornament elsewhere. */
  MARK;

  boolean drawn() {
    return this == OPEN || this == TICKED;
  }
}
