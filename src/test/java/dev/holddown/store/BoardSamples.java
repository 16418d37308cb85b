package dev.holddown.store;

import dev.holddown.domain.run.GovernanceEvent;
import dev.holddown.domain.run.RunEvent;
import java.util.List;

/** One event of every kind that tells of boards. */
final class BoardSamples {
  private static final String DIGEST =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  private BoardSamples() {}

  /** What the golden log of boards holds, line by line. */
  static List<RunEvent> all() {
    return List.of(new GovernanceEvent.SnapshotTaken("mission_control", DIGEST));
  }
}
