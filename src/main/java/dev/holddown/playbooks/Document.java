package dev.holddown.playbooks;

import dev.holddown.domain.board.Board;
import dev.holddown.domain.incident.Severities;
import dev.holddown.domain.permit.ExceptionRow;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Preauthorisation;
import dev.holddown.domain.playbook.SignRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A document that is no playbook, as it means. */
public sealed interface Document {
  /** A period without forward changes. */
  record OfFreeze(Freeze freeze) implements Document {}

  /** Rows that let checks through once another person has approved them. */
  record OfExceptions(List<ExceptionRow> rows) implements Document {}

  /** Leave to roll back without asking. */
  record OfPolicy(Preauthorisation policy) implements Document {}

  /**
   * @param changes who agrees before a change of the folder comes into force
   * @param links where a word leads, by title
   * @param retention how long something is kept, by its name
   * @param limits how long something may last, by its name
   */
  record OfWorkspace(
      Optional<SignRule> changes,
      Map<String, String> links,
      Map<String, Duration> retention,
      Map<String, Duration> limits)
      implements Document {}

  /** Monitors that never end. */
  record OfBoard(Board board) implements Document {}

  /** How a people document grades incidents. */
  record OfSeverities(Severities severities) implements Document {}
}
