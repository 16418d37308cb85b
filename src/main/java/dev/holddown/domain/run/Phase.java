package dev.holddown.domain.run;

/** What a run is doing as a whole. */
public enum Phase {
  /** Another run holds the lock. */
  QUEUED,
  /** Going forward, holding the lock. */
  FORWARD,
  /** Forward work was stopped by a person; acts in flight are being settled. */
  ABORTING,
  /** On the way back, holding the lock. */
  ROLLING_BACK,
  /** Everything is done; some watches look on, without the lock. */
  WATCHING,
  CLOSED
}
