package dev.holddown.view.log;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the books tell of a run.
 *
 * @param wayBack where it goes back to, by name; empty while that is not frozen
 * @param books what was filled into records, in the order of the playbook
 */
public record RunFacts(
    RunHead head, Course course, String playbook, Map<String, Object> wayBack, List<Book> books) {
  /**
   * How it went.
   *
   * @param outcome empty while it is open
   * @param touched whether anything may have been changed in the world
   */
  public record Course(
      Instant started, Instant last, Optional<Outcome> outcome, String sentence, boolean touched) {}

  /** A record of the run. {@code into}: the book it is for. */
  public record Book(String into, String item, Map<String, Object> values) {}

  /** Those of a state. */
  public static RunFacts of(RunState s) {
    return new RunFacts(
        s.head(),
        new Course(
            s.startedAt(),
            s.endedAt().orElse(s.lastAt()),
            s.outcome(),
            s.sentence(),
            s.touchedTheWorld()),
        s.playbookDigest(),
        s.wayBack(),
        records(s.plan())
            .map(node ->
                new Book(
                    ((Item.Record) node.item()).into(), node.key(), s.item(node.key()).values()))
            .filter(book -> !book.values().isEmpty())
            .toList());
  }

  /** Whether a run by this plan may write into a book. */
  public static boolean writes(Plan plan, String into) {
    return records(plan).anyMatch(node -> ((Item.Record) node.item()).into().equals(into));
  }

  private static Stream<Node> records(Plan plan) {
    Stream<Node> stages =
        plan.playbook().stages().stream().map(Stage::id).flatMap(id -> plan.stage(id).stream());
    Stream<Node> phases =
        plan.rollbackPhases().stream()
            .map(RollbackPlan.Phase::id)
            .flatMap(id -> plan.phase(id).stream());
    return Stream.concat(stages, phases)
        .flatMap(root -> root.all())
        .filter(node -> node.item() instanceof Item.Record);
  }

  /** What was filled into one book, all records together. */
  Map<String, Object> book(String into) {
    Map<String, Object> all = new LinkedHashMap<>();
    books.stream().filter(b -> b.into().equals(into)).forEach(b -> all.putAll(b.values()));
    return all;
  }

  /** The first of these names that has a value; empty for none. */
  static String first(Map<String, Object> values, String... names) {
    return Stream.of(names)
        .map(values::get)
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .filter(text -> !text.isBlank())
        .findFirst()
        .orElse("");
  }

  /** What it is about, for a search: what was given to it, and by which playbook. */
  public List<String> texts() {
    return Stream.concat(
            Stream.of(head.run(), head.title(), playbook, "sha256:" + playbook),
            Stream.concat(head.inputs().values().stream(), wayBack.values().stream())
                .map(String::valueOf))
        .toList();
  }
}
