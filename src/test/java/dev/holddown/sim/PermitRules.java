package dev.holddown.sim;

import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.PermitState;
import dev.holddown.domain.run.RunState;
import java.time.Instant;
import java.util.List;

/** What goes forward stands on stages that are closed and on waivers that count. */
final class PermitRules {
  private PermitRules() {}

  /** Throws unless the item may go forward at this moment, whatever was decided before. */
  static void check(RunState s, String key, Instant at, History history) {
    String place = s.plan().placeOf(key);
    List<Stage> stages = s.plan().playbook().stages();
    for (Stage stage : stages) {
      if (stage.id().equals(place)) {
        return;
      }
      if (!s.place(stage.id()).closed()) {
        throw new Alarm("I20", key + " goes forward while " + stage.id() + " is open");
      }
      s.plan().stage(stage.id()).stream()
          .flatMap(Node::all)
          .forEach(n -> counts(s, n, at, history));
    }
  }

  private static void counts(RunState s, Node node, Instant at, History history) {
    if (s.item(node.key()).status() != ItemStatus.WAIVED || node.gathers()) {
      return;
    }
    PermitState.WaiverState waiver = s.permits().waivers().get(node.key());
    if (waiver == null || !at.isBefore(waiver.waiver().expires())) {
      throw new Alarm("I22", node.key() + " is waived by " + waiver + ", which is over at " + at);
    }
    if (waiver.by().filter(by -> !by.person().equals(waiver.waiver().owner())).isEmpty()) {
      throw new Alarm("I18", node.key() + " is waived by its owner: " + waiver);
    }
    history.sometimes("a step stood on a waiver");
  }
}
