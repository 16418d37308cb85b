package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Item;
import java.time.Duration;
import java.util.List;

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
    return new Item.Hold(about, lasts, watches, breach.onBreach(keys, around));
  }
}
