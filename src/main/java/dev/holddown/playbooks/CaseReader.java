package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Item;
import java.util.List;
import java.util.Optional;

/** Reads a case: a title, a condition and items. */
final class CaseReader {
  private final Context context;
  private final ItemReader items;

  CaseReader(Context context, ItemReader items) {
    this.context = context;
    this.items = items;
  }

  /**
   * A case.
   *
   * @param asked the names its condition may use, the answer among them
   * @param conditional whether it must have a {@code when}; without one it always applies
   */
  Item.Case read(Node node, Scope asked, Surroundings around, boolean conditional) {
    Keys keys = Keys.of(context, "a case", node);
    keys.must("case", "its value is the title");
    String title = keys.text("case");
    if (conditional) {
      keys.must("when", "say with a condition on result when it is taken");
    }
    Optional<Expr> when =
        keys.take("when").map(n -> context.expressions().condition(n, "when", asked));
    List<Item> inside = items.items(keys, around.inBranch());
    keys.finish();
    return new Item.Case(title, when.orElse(new Expr("true", keys.place())), inside, keys.place());
  }
}
