package dev.holddown.playbooks;

import dev.holddown.domain.playbook.NotYet;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.PlaybookProblem;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading a document: a playbook that can be run, or why it cannot.
 *
 * @param kind of the document, such as {@code playbook} or {@code board}
 * @param playbook present exactly when there is no problem and nothing that is not run yet
 * @param document what a document of another kind means; present only without a problem
 * @param problems all of them, by place from the top of the file
 * @param later what is understood and not run by this version, by place
 */
public record Reading(
    String kind,
    Optional<Playbook> playbook,
    Optional<Document> document,
    List<PlaybookProblem> problems,
    List<NotYet> later) {
  /** Whether nothing is wrong with it; it may still hold what is not run yet. */
  public boolean sound() {
    return problems.isEmpty();
  }

  static Reading of(DocumentReader reader, DocumentReader.Read read) {
    Problems problems = reader.problems();
    List<NotYet> later = reader.pending().later();
    boolean runs = problems.none() && later.isEmpty();
    return new Reading(
        reader.kind(),
        runs ? read.playbook() : Optional.empty(),
        problems.none() ? read.document() : Optional.empty(),
        problems.sorted(),
        later);
  }

  static Reading refused(Problems problems) {
    return new Reading(
        "playbook", Optional.empty(), Optional.empty(), problems.sorted(), List.of());
  }
}
