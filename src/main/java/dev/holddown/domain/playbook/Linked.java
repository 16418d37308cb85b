package dev.holddown.domain.playbook;

import java.util.Map;

/**
 * What ties a playbook to others.
 *
 * @param mode which kind of run it makes
 * @param runbooks the playbooks that it starts runs of, by id, as they were when it was read
 */
public record Linked(Mode mode, Map<String, Playbook> runbooks) {
  /** Which kind of run. A run of an incident holds no lock: it waits for nobody. */
  public enum Mode {
    RELEASE,
    /** A way back that a person starts: it goes before what goes forward. */
    ROLLBACK,
    INCIDENT
  }

  public static Linked nothing() {
    return new Linked(Mode.RELEASE, Map.of());
  }
}
