package dev.holddown.domain.playbook;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A playbook whose every name resolves.
 *
 * @param badge a short mark beside the title
 * @param scopes everything that is not a stage, watch or rollback but has a name
 * @param owes what is owed during its runs and after them; see {@link #obligations}
 * @param proves what must be kept before its stages close; see {@link #needs}
 */
public record Playbook(
    String id,
    String title,
    String about,
    Subject subject,
    Scopes scopes,
    List<Stage> stages,
    List<Watch> watches,
    Optional<RollbackPlan> rollback,
    Optional<Linked> linked,
    Optional<String> badge,
    Optional<List<Obligation>> owes,
    Optional<List<EvidenceNeed>> proves) {
  /** A playbook of which nothing is owed, and that needs no evidence. */
  public Playbook(
      String id,
      String title,
      String about,
      Subject subject,
      Scopes scopes,
      List<Stage> stages,
      List<Watch> watches,
      Optional<RollbackPlan> rollback,
      Optional<Linked> linked,
      Optional<String> badge) {
    this(
        id,
        title,
        about,
        subject,
        scopes,
        stages,
        watches,
        rollback,
        linked,
        badge,
        Optional.empty(),
        Optional.empty());
  }

  /** A playbook that stands alone. */
  public Playbook(
      String id,
      String title,
      String about,
      Subject subject,
      Scopes scopes,
      List<Stage> stages,
      List<Watch> watches,
      Optional<RollbackPlan> rollback) {
    this(id, title, about, subject, scopes, stages, watches, rollback, Optional.empty());
  }

  /** A playbook without a badge. */
  public Playbook(
      String id,
      String title,
      String about,
      Subject subject,
      Scopes scopes,
      List<Stage> stages,
      List<Watch> watches,
      Optional<RollbackPlan> rollback,
      Optional<Linked> linked) {
    this(id, title, about, subject, scopes, stages, watches, rollback, linked, Optional.empty());
  }

  /** The same tied to others. */
  public Playbook with(Linked ties) {
    return changed(scopes, stages, Optional.of(ties), owes, proves);
  }

  /** The same with what is owed; an empty list is nothing. */
  public Playbook owing(List<Obligation> obligations) {
    return changed(scopes, stages, linked, some(obligations), proves);
  }

  /** The same with the evidence that it needs; an empty list is nothing. */
  public Playbook needing(List<EvidenceNeed> evidence) {
    return changed(scopes, stages, linked, owes, some(evidence));
  }

  /** The same with other names, stages and obligations. */
  public Playbook in(Scopes names, List<Stage> lines, List<Obligation> obligations) {
    return changed(names, List.copyOf(lines), linked, some(obligations), proves);
  }

  private Playbook changed(
      Scopes names,
      List<Stage> lines,
      Optional<Linked> ties,
      Optional<List<Obligation>> owed,
      Optional<List<EvidenceNeed>> needed) {
    return new Playbook(
        id, title, about, subject, names, lines, watches, rollback, ties, badge, owed, needed);
  }

  private static <T> Optional<List<T>> some(List<T> list) {
    return list.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(list));
  }

  /** The evidence without which its stages do not close. */
  public List<EvidenceNeed> needs() {
    return proves.orElse(List.of());
  }

  /** What is owed during its runs and after them. */
  public List<Obligation> obligations() {
    return owes.orElse(List.of());
  }

  public Map<String, Playbook> runbooks() {
    return linked.map(Linked::runbooks).orElse(Map.of());
  }

  /** Which service, and which environments it may go to; one is chosen at the start. */
  public record Subject(String service, List<String> environments) {}

  /**
   * The named values of a playbook.
   *
   * @param environments the variables of each environment, over {@code vars}
   */
  public record Scopes(
      List<Input> inputs,
      Map<String, Arg> vars,
      Map<String, Map<String, Arg>> environments,
      Map<String, Map<String, Arg>> targets,
      Map<String, Metric> metrics) {}
}
