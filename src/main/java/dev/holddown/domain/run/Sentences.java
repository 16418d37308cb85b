package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.playbook.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The closing sentences of a run. */
final class Sentences {
  private Sentences() {}

  static String succeeded(RunState s) {
    long lines =
        s.plan().playbook().stages().stream()
            .mapToLong(st -> GoNoGo.lines(s, st.id()).size())
            .sum();
    return "SUCCEEDED: "
        + lines
        + " items closed in "
        + s.plan().playbook().stages().size()
        + " stages";
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
    List<String> unknown = new ArrayList<>();
    s.items.forEach((key, item) -> {
      boolean acts = s.plan().node(key).filter(Node::acts).isPresent();
      if (acts && !s.plan().inRollback(key)) {
        if (item.act.filter(ActState::open).isPresent()) {
          unknown.add(title(s, key));
        } else if (item.act.isPresent() || item.status == ItemStatus.PASSED || item.step > 0) {
          in.add(title(s, key) + progress(s, key, item));
        }
      }
    });
    return "ABORTED; in place: "
        + (in.isEmpty() ? "nothing" : String.join(", ", in))
        + (unknown.isEmpty() ? "" : "; of unknown outcome: " + String.join(", ", unknown))
        + (in.isEmpty() && unknown.isEmpty()
            ? ""
            : "; nothing was taken back: holddown rollback " + s.head.run() + " does that");
  }

  private static String title(RunState s, String key) {
    return s.plan().node(key).map(Node::title).orElse(key);
  }

  private static String progress(RunState s, String key, ItemState item) {
    if (s.plan().node(key).map(Node::item).orElse(null) instanceof Item.Rollout rollout
        && item.step < rollout.steps().size()) {
      return " (at " + rollout.steps().get(item.step).weight() + " %)";
    }
    return item.status == ItemStatus.PASSED ? "" : " (not proved)";
  }
}
