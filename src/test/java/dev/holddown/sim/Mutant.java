package dev.holddown.sim;

/** Bugs that are planted to see whether the simulator finds them. */
enum Mutant {
  /** The core as it is. */
  NONE,
  /** A worker calls the target first and asks for leave afterwards. */
  EFFECT_BEFORE_INTENT,
  /** The store acknowledges what a power cut can still take away. */
  MISSING_FSYNC,
  /** A worker takes a time-out for a failure, so that the act is done anew under another id. */
  BLIND_RETRY,
  /** A watcher takes no data for a good sample. */
  PROMOTE_WITHOUT_DATA,
  /** The start of a breach is not found again after a restart. */
  WINDOW_LOST_ON_RESTART,
  /** A watcher takes a gap in the samples for the end of a breach. */
  GAP_CLEARS_WINDOW,
  /** Acts of the way back carry the token that the run began with. */
  OLD_TOKEN_FOR_ROLLBACK,
  /** Watches are not sampled while a call to the target is under way. */
  WATCHER_WAITS_FOR_ACT;

  /** Whether the store takes any change of a lock. */
  boolean looseLock() {
    return false;
  }
}
