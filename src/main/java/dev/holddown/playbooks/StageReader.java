package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.playbook.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads a stage and its gate. */
final class StageReader {
  private final Context context;

  StageReader(Context context) {
    this.context = context;
  }

  Stage read(Node node, Surroundings around) {
    Keys keys = Keys.of(context, "a stage", node);
    keys.must("stage", "its value is the title");
    String title = keys.text("stage");
    String id = context.names().id(keys, title);
    Duration timeBox = keys.duration("time-box", Duration.ZERO);
    Optional<Stage.Gate> gate = keys.take("gate").map(value -> gate(value, around.scope()));
    ItemReader reader = new ItemReader(context);
    List<Item> items = reader.items(keys, around);
    Item.Order order = reader.order(keys, items);
    keys.finish();
    return new Stage(id, title, order, timeBox, gate, items, keys.place());
  }

  private Stage.Gate gate(Node node, Scope scope) {
    if (node instanceof Node.Scalar) {
      context.values().oneOf(node, "gate", List.of("all"));
      return new Stage.Gate(Duration.ZERO, Optional.empty(), node.place());
    }
    Keys keys = Keys.of(context, "`gate`", node);
    keys.must("needs", "write needs: all");
    keys.oneOf("needs", List.of("all"));
    Duration fresh = keys.duration("fresh", Duration.ZERO);
    Optional<SignRule> sign = new SignReader(context).read(keys, "sign", scope);
    keys.finish();
    return new Stage.Gate(fresh, sign, node.place());
  }
}
