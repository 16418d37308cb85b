package dev.holddown.domain.run;

import java.util.Map;
import java.util.Optional;

/**
 * What a run is about; frozen at its start.
 *
 * @param lock one run at a time holds it ({@code service/environment})
 * @param linkedTo the run that a run of mode ROLLBACK takes back; of any other, the run that
 *     started it
 */
public record RunHead(
    String run,
    String playbook,
    String title,
    String service,
    String environment,
    Mode mode,
    Map<String, Object> inputs,
    String starter,
    Optional<String> linkedTo) {
  /** Which kind of run. */
  public enum Mode {
    RELEASE,
    /** Only the way back. */
    ROLLBACK,
    /**
     * A playbook that is a way back as a whole, from top to bottom; it goes before forward runs.
     */
    ROLLBACK_BY_HAND,
    /** A run that another one started for the same subject, inside its lock. */
    RUNBOOK,
    /** An incident waits for nobody, and nobody for it. */
    INCIDENT;

    /** Whether the run is a way back: nothing forward goes before it, and no freeze stops it. */
    public boolean goesBack() {
      return this == ROLLBACK || this == ROLLBACK_BY_HAND;
    }

    /** Whether a freeze stops it: what answers trouble goes on. */
    boolean freezes() {
      return !goesBack() && this != INCIDENT;
    }
  }

  /** What the run is about, as the lock of a release has it. */
  public String subject() {
    return service + "/" + environment;
  }

  /** A run that shares its subject with others has a lock of its own, after a {@code #}. */
  public String lock() {
    boolean shares = mode == Mode.RUNBOOK || mode == Mode.INCIDENT;
    return shares ? subject() + "#" + run : subject();
  }
}
