package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.PlaybookProblem;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading a document: a playbook, or everything that is wrong with it.
 *
 * @param playbook present exactly when there is no problem
 * @param problems all of them, by place from the top of the file
 */
public record Reading(Optional<Playbook> playbook, List<PlaybookProblem> problems) {
  static Reading of(Playbook playbook) {
    return new Reading(Optional.of(playbook), List.of());
  }

  static Reading refused(Problems problems) {
    return new Reading(Optional.empty(), problems.sorted());
  }
}
