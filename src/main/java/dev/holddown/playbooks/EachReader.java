package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Item;
import java.util.List;
import java.util.Optional;

/** Reads {@code each: {target: targets}}. */
final class EachReader {
  private final Context context;

  EachReader(Context context) {
    this.context = context;
  }

  /** What an item is repeated for: its own list, or that of the item it stands in. */
  Optional<Item.Each> read(Keys keys, Scope around) {
    Optional<Item.Each> own = read(keys);
    if (own.isPresent() && around.each().isPresent()) {
      context
          .problems()
          .add(
              own.get().place(),
              "`each` stands inside something that is repeated already",
              "remove it: each." + around.each().get().name() + " is known here");
    }
    return own.isPresent() ? own : around.each();
  }

  Optional<Item.Each> read(Keys keys) {
    return keys.take("each").flatMap(this::each);
  }

  Optional<Item.Each> each(Node node) {
    if (!(node instanceof Node.Mapping mapping) || mapping.entries().size() != 1) {
      if (!(node instanceof Node.Broken)) {
        context
            .problems()
            .add(
                node.place(),
                "`each` must be one name and one list",
                "write each: {target: targets}");
      }
      return Optional.empty();
    }
    Node.Entry entry = mapping.entries().getFirst();
    context.values().isName(entry.key(), entry.place(), "the name");
    String list = context.values().text(entry.value(), entry.key());
    if (!list.equals("targets") && !list.isEmpty()) {
      context
          .problems()
          .add(
              entry.value().place(),
              "each over `" + list + "` is not run by this version: only the list targets is known",
              Nearest.cure(list, List.of("targets")));
    } else if (context.names().declared().targets().isEmpty()) {
      context
          .problems()
          .add(
              entry.value().place(),
              "each runs over targets, and the playbook declares none",
              "add targets: {name: {url: …}}");
    }
    return Optional.of(new Item.Each(entry.key(), list, entry.place()));
  }

  /** The names of a scope, with the row's. */
  static Scope within(Scope scope, Optional<Item.Each> each) {
    return each.map(scope::repeated).orElse(scope);
  }
}
