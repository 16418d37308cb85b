package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a step owes before its run may close, whichever way the run went. */
final class Undo {
  /** Stands for stage and phase. */
  static final String PLACE = "undo";

  private static final String PREFIX = "undo/";

  private Undo() {}

  /** One node for each step that has an {@code undo}, the last step first. */
  static List<Node> nodes(List<Node> all) {
    List<Node> nodes = new ArrayList<>();
    for (Node node : all) {
      if (!node.unrolled() && node.item() instanceof Item.Step step && step.undo().isPresent()) {
        nodes.addFirst(new Node(PREFIX + node.key(), undo(step), node.row(), List.of(), false));
      }
    }
    return nodes;
  }

  private static Item undo(Item.Step step) {
    Item.About of = step.about();
    Item.About about =
        new Item.About(
            PREFIX + of.id(),
            "Undo: " + of.title(),
            of.place(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ZERO,
            Duration.ZERO,
            List.of(),
            Map.of());
    Item.Traits traits = new Item.Traits(true, false, Item.OnFail.STOP, 1, step.traits().timeout());
    return new Item.Step(
        about,
        step.undo().orElseThrow(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        traits);
  }

  static boolean isKey(String key) {
    return key.startsWith(PREFIX);
  }

  /** Whether the step was intended at all. */
  static boolean isOwed(RunState s, String key) {
    return s.item(key.substring(PREFIX.length())).acted;
  }

  static boolean over(RunState s) {
    return Walk.allOver(s, s.plan().undo());
  }
}
