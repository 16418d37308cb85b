package dev.holddown.spi;

import java.time.Instant;
import java.util.Optional;

/** The incident mode of the workspace, as verbs see it. */
public interface IncidentMode {
  /** The incident by which it is on; empty while it is off. */
  Optional<On> now();

  /**
   * Turns it on; while it is on already, nothing begins anew.
   *
   * @throws IllegalArgumentException with a sentence when the severity or the title will not do
   */
  On start(Wish wish) throws InterruptedException;

  /**
   * An incident that goes on.
   *
   * @param severity the team's word
   * @param level 1 (worst) to 4
   * @param pinned SHA-256 in hex of the snapshot that everybody sees; empty while none was taken
   */
  record On(String id, String severity, int level, Instant startedAt, String pinned) {}

  /** What somebody wants turned on. */
  record Wish(String severity, String title) {}

  /** Where no engine runs, such as while a playbook is only read. */
  static IncidentMode away() {
    return new IncidentMode() {
      @Override
      public Optional<On> now() {
        throw new IllegalStateException("incident mode is known to a running engine only");
      }

      @Override
      public On start(Wish wish) {
        throw new IllegalStateException("incident mode is turned on by a running engine only");
      }
    };
  }
}
