package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.playbook.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The closing sentences of a run. */
final class Sentences {
  private Sentences() {}

  static String succeeded(RunState s) {
    long lines =
        s.plan().playbook().stages().stream()
            .mapToLong(st -> GoNoGo.lines(s, st.id()).size())
            .sum();
    int stages = s.plan().playbook().stages().size();
    return "SUCCEEDED: " + counted(lines, "item") + " closed in " + counted(stages, "stage");
  }

  private static String counted(long count, String one) {
    return count + " " + one + (count == 1 ? "" : "s");
  }

  static String rolledBack(RunState s, boolean proved, Instant at) {
    String took = Span.text(Duration.between(s.rollbackAt, at));
    String cause = s.rollbackCause.orElse("");
    return proved
        ? "ROLLED BACK and proved in " + took + "; cause: " + cause
        : "ROLLBACK ENDED BY A PERSON without its proof after " + took + "; cause: " + cause;
  }

  /** Says what is and what is not in place. */
  static String aborted(RunState s) {
    List<String> in = new ArrayList<>();
    List<String> out = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    s.plan().playbook().stages().stream()
        .flatMap(stage -> s.plan().stage(stage.id()).stream())
        .flatMap(node -> acting(s, node))
        .forEach(node -> {
          ItemState item = s.item(node.key());
          if (item.act.filter(ActState::open).isPresent()) {
            unknown.add(node.title());
          } else if (inPlace(item)) {
            in.add(node.title() + progress(node, item));
          } else if (item.status != ItemStatus.NOT_APPLICABLE) {
            out.add(node.title());
          }
        });
    boolean touched = !in.isEmpty() || !unknown.isEmpty();
    return "ABORTED; in place: "
        + (in.isEmpty() ? "nothing" : String.join(", ", in))
        + (out.isEmpty() ? "" : "; not in place: " + String.join(", ", out))
        + (unknown.isEmpty() ? "" : "; of unknown outcome: " + String.join(", ", unknown))
        + (touched ? "; nothing was taken back" + how(s) : "");
  }

  private static String how(RunState s) {
    return s.plan().playbook().rollback().isPresent()
        ? ": holddown rollback " + s.head.run() + " does that"
        : ", and the playbook has no rollback: block";
  }

  /** The acts of a line; of cases only those of the one that was taken. */
  private static Stream<Node> acting(RunState s, Node node) {
    Stream<Node> inside =
        s.item(node.key()).chosen.isPresent()
            ? Walk.inside(s, node).stream()
            : node.branches().stream().flatMap(List::stream);
    return Stream.concat(
        node.acts() ? Stream.of(node) : Stream.empty(), inside.flatMap(below -> acting(s, below)));
  }

  private static boolean inPlace(ItemState item) {
    boolean landed = item.act.filter(a -> a.status() == ActState.Status.LANDED).isPresent();
    return landed || item.status == ItemStatus.PASSED || item.step > 0;
  }

  private static String progress(Node node, ItemState item) {
    if (node.item() instanceof Item.Rollout rollout && item.step < rollout.steps().size()) {
      boolean landed = item.act.filter(a -> a.status() == ActState.Status.LANDED).isPresent();
      int at = landed ? item.step : item.step - 1;
      return " (at " + rollout.steps().get(at).weight() + " %)";
    }
    return item.status == ItemStatus.PASSED ? "" : " (not proved)";
  }
}
