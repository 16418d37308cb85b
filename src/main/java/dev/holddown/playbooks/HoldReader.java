package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Item;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads a hold: so long, while these watches stay quiet. */
final class HoldReader {
  private final Context context;

  HoldReader(Context context) {
    this.context = context;
  }

  Item.Hold read(Keys keys, Item.About about, Surroundings around) {
    OnBreachReader breach = new OnBreachReader(context);
    keys.must("for", "say how long, such as for: 30m");
    Duration lasts = keys.lasting("for");
    List<String> watches = breach.watches(keys, around.parts());
    if (watches.isEmpty()) {
      context
          .problems()
          .add(
              keys.place(),
              "the hold \"" + about.title() + "\" looks at no watch: waiting proves nothing",
              "name one with watch: [id]");
    }
    Optional<Item.Objections> objections = keys.take("objections").map(this::objections);
    return new Item.Hold(about, lasts, watches, breach.onBreach(keys, around), objections);
  }

  private Item.Objections objections(Node node) {
    Keys keys = Keys.of(context, "`objections`", node);
    List<String> by =
        keys
            .must("by", "name the roles that may object")
            .map(context.values()::list)
            .orElse(List.of())
            .stream()
            .map(role -> context.values().role(role, "by"))
            .toList();
    Duration within = keys.duration("within", Duration.ZERO);
    keys.finish();
    return new Item.Objections(by, within);
  }
}
