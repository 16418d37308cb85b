package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Place;

/** Where the words of a playbook come from, when its YAML was made from another text. */
public interface Origin {
  /**
   * The place that a person is shown.
   *
   * @param line of the YAML, from 1
   * @param column of the YAML, from 1
   */
  Place at(int line, int column);
}
