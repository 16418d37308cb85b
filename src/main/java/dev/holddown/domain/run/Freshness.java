package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.playbook.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers have an age: older than a gate allows, they are asked again before Go. */
final class Freshness {
  private Freshness() {}

  /**
   * The first stale answer of a stage, as the events that ask it again; empty when all are fresh.
   */
  static List<RunEvent> stale(RunState s, Stage stage, Instant at) {
    for (Node node : GoNoGo.lines(s, stage.id())) {
      Optional<Instant> end = end(s, stage, node);
      if (end.isPresent() && end.get().isBefore(at)) {
        String why =
            "its answer is older than " + Span.text(limit(stage, node)) + "; it is asked again";
        return List.of(
            new RunEvent.Turned(node.key(), ItemStatus.STALE, why),
            new RunEvent.Reopened(node.key(), s.item(node.key()).attempt + 1, why));
      }
    }
    return List.of();
  }

  /** The moments just after which answers of a stage are stale. */
  static Stream<Instant> ends(RunState s, Stage stage) {
    return GoNoGo.lines(s, stage.id()).stream()
        .flatMap(node -> end(s, stage, node).stream())
        .map(end -> end.plusMillis(1));
  }

  private static Optional<Instant> end(RunState s, Stage stage, Node node) {
    ItemState state = s.item(node.key());
    Duration limit = limit(stage, node);
    return limit.isZero() || state.status != ItemStatus.PASSED
        ? Optional.empty()
        : state.askedAt(Purpose.CHECK).map(asked -> asked.plus(limit));
  }

  private static Duration limit(Stage stage, Node node) {
    Duration own = node.item().about().fresh();
    return own.isZero() ? stage.gate().map(Stage.Gate::fresh).orElse(Duration.ZERO) : own;
  }
}
