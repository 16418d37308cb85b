package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the runs of an incident have proven, and what they owe before it may be left. */
public final class IncidentProof {
  /** The log into which records of an incident go. */
  static final String LOG = "incident_log";

  private IncidentProof() {}

  /**
   * Something that is missing.
   *
   * @param code {@code snapshot}, {@code resolved}, {@code field}, {@code rollback}, {@code record}
   * @param about the field, or the run
   */
  public record Missing(String code, String about, String sentence) {}

  /** What the records of these runs tell for the incident's log, by field; later runs first. */
  public static Map<String, String> recorded(List<RunState> runs) {
    Map<String, String> told = new LinkedHashMap<>();
    for (RunState run : runs.reversed()) {
      records(run)
          .forEach(node ->
              run.item(node.key())
                  .values()
                  .forEach((name, value) -> told.putIfAbsent(name, String.valueOf(value))));
    }
    return told;
  }

  private static List<Node> records(RunState run) {
    return run.plan().playbook().stages().stream()
        .flatMap(stage -> run.plan().stage(stage.id()).stream())
        .flatMap(Node::all)
        .filter(node -> node.item() instanceof Item.Record record && record.into().equals(LOG))
        .toList();
  }

  /** Whether a run goes back, so that the incident waits for its proof. */
  static boolean goesBack(RunState run) {
    return run.head().mode().goesBack() || run.rollbackCause().isPresent();
  }

  /** What is missing; of each service and environment only the newest way back counts. */
  static List<Missing> of(List<RunState> runs) {
    Map<String, RunState> newest = new LinkedHashMap<>();
    runs.stream()
        .filter(IncidentProof::goesBack)
        .sorted(Comparator.comparing(RunState::startedAt))
        .forEach(run -> newest.put(run.head().subject(), run));
    List<Missing> missing = new ArrayList<>();
    newest.values().forEach(run -> missing.addAll(of(run)));
    return missing;
  }

  private static List<Missing> of(RunState run) {
    String id = run.head().run();
    if (run.closed()) {
      Outcome outcome = run.outcome().orElseThrow();
      boolean proved = outcome == Outcome.SUCCEEDED || outcome == Outcome.ROLLED_BACK;
      return proved
          ? List.of()
          : List.of(
              new Missing(
                  "rollback",
                  id,
                  "the rollback "
                      + id
                      + " ended "
                      + outcome
                      + " without its proof; roll back once more, or take it out of the incident"
                      + " with a reason"));
    }
    if (run.head().mode() != RunHead.Mode.ROLLBACK_BY_HAND) {
      return List.of(new Missing("rollback", id, "the rollback " + id + " is not proved yet"));
    }
    List<Missing> missing = new ArrayList<>();
    for (Node node : owed(run)) {
      ItemState item = run.item(node.key());
      boolean record = node.item() instanceof Item.Record;
      if (!item.status().good()) {
        missing.add(
            new Missing(
                record ? "record" : "rollback",
                id,
                "rollback " + id + ": \"" + node.title() + "\" is " + item.status()));
      }
    }
    return missing;
  }

  /** The proofs behind the last act, and the records; without an act every line of it. */
  private static List<Node> owed(RunState run) {
    List<Node> all =
        run.plan().playbook().stages().stream()
            .flatMap(stage -> run.plan().stage(stage.id()).stream())
            .flatMap(Node::all)
            .filter(node -> !node.gathers())
            .toList();
    int lastAct = -1;
    for (int i = 0; i < all.size(); i++) {
      lastAct = all.get(i).acts() ? i : lastAct;
    }
    return all.stream()
        .skip(Math.max(lastAct, 0))
        .filter(node ->
            node.item() instanceof Item.Check || node.item() instanceof Item.Record || node.acts())
        .toList();
  }
}
