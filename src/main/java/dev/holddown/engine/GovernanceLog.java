package dev.holddown.engine;

import dev.holddown.domain.run.Governance;
import dev.holddown.engine.port.EventStore;

/** The log of what was decided for all runs, for those who only look. */
public final class GovernanceLog {
  private GovernanceLog() {}

  /** What it tells now. */
  public static Governance read(EventStore store) {
    return Governing.read(store);
  }
}
