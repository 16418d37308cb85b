package dev.holddown.playbooks;

import java.util.Optional;

/** The playbooks that stand beside one that is read, by their ids. */
@FunctionalInterface
public interface Siblings {
  /** The file that holds a playbook of this id; empty when none does. */
  Optional<Source> find(String id);

  /** A file and what is in it. */
  record Source(String file, String text) {}

  /** Nothing stands beside it. */
  static Siblings none() {
    return id -> Optional.empty();
  }
}
