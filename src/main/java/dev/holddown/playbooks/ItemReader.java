package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Form;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Said;
import dev.holddown.playbooks.grammar.Grammar;
import dev.holddown.playbooks.grammar.Key;
import dev.holddown.playbooks.grammar.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads an item of any kind. */
final class ItemReader {
  private static final List<String> KINDS = Grammar.items();

  private final Context context;

  ItemReader(Context context) {
    this.context = context;
  }

  /** The items under {@code items:}; there must be one. */
  List<Item> items(Keys owner, Surroundings around) {
    Optional<Node> node = owner.must("items", "write items: with a list below it");
    List<Node> nodes = owner.listing("items");
    if (node.isPresent() && node.get() instanceof Node.Listing && nodes.isEmpty()) {
      context
          .problems()
          .add(node.get().place(), "`items` is empty: nothing would be proved", "add an item");
    }
    return list(nodes, around);
  }

  List<Item> list(List<Node> nodes, Surroundings around) {
    List<Item> items = new ArrayList<>();
    for (Node node : nodes) {
      item(node, around).ifPresent(items::add);
    }
    return List.copyOf(items);
  }

  private Optional<Item> item(Node node, Surroundings around) {
    if (!context.names().countItem(node.place(), context.problems())) {
      return Optional.empty();
    }
    Keys keys = Keys.of(context, "an item", node);
    if (!(node instanceof Node.Mapping mapping)) {
      return Optional.empty();
    }
    // its use: names a playbook, not a group
    List<String> kinds =
        keys.has("runbook") ? List.of("runbook") : KINDS.stream().filter(keys::has).toList();
    if (kinds.isEmpty()) {
      noKind(mapping);
      return Optional.empty();
    }
    if (kinds.size() > 1) {
      context
          .problems()
          .add(
              node.place(),
              "this item is both a " + kinds.get(0) + " and a " + kinds.get(1),
              "write two items");
      return Optional.empty();
    }
    String kind = kinds.getFirst();
    Keys named = Keys.of(context, "a " + kind, node);
    Shape shape = Grammar.shape(kind);
    Optional<Key.Later> later = shape.key(kind).flatMap(Key::later);
    Item.About about = new AboutReader(context).read(named, kind, around);
    Surroundings inside = around.at(EachReader.within(around.scope(), about.each()));
    if (later.isPresent()) {
      Node.Entry head = named.entry(kind).orElseThrow();
      Said said = new TypeReader(context, about.id()).item(named, shape, inside.scope());
      context.pending().later(head.place(), kind, later.get(), said);
      named.finish();
      return Optional.empty();
    }
    Item item = of(kind, named, about, inside);
    named.finish();
    return Optional.of(item);
  }

  private Item of(String kind, Keys keys, Item.About about, Surroundings around) {
    return switch (kind) {
      case "check" -> new CheckReader(context, this).read(keys, about, around);
      case "step" -> new StepReader(context).read(keys, about, around);
      case "signoff" -> {
        if (about.sign().isEmpty() && !keys.has("sign")) {
          context
              .problems()
              .add(keys.place(), "a signoff needs `sign`", "write sign: {role: approver}");
        }
        yield new Item.Signoff(about);
      }
      case "runbook" -> runbook(keys, about, around);
      case "record" -> record(keys, about, around);
      case "message" -> new AckReader(context).read(keys, about, around);
      case "rollout" -> new RolloutReader(context, this).read(keys, about, around);
      case "hold" -> new HoldReader(context).read(keys, about, around);
      case "choose" -> new ChooseReader(context, this).read(keys, about, around);
      case "use" -> new GroupReader(context, this).read(keys, about, around);
      default -> {
        List<Item> items = items(keys, around);
        yield new Item.Group(about, order(keys, items), items);
      }
    };
  }

  private Item.Runbook runbook(Keys keys, Item.About about, Surroundings around) {
    if (around.wayBack()) {
      context
          .problems()
          .add(
              keys.place(),
              "a runbook would hold up the way back",
              "write its steps into the phase");
    }
    Optional<Node> use = keys.must("use", "name the id of the playbook that is run");
    String id = use.map(node -> context.values().text(node, "use")).orElse("");
    Map<String, Arg> with = new LinkedHashMap<>();
    keys.take("with")
        .ifPresent(node ->
            Keys.of(context, "`with`", node)
                .all()
                .forEach(e ->
                    with.put(
                        e.key(), new Untyped(context).read(e.value(), around.scope(), false))));
    use.ifPresent(node -> context.pending().runbook(id, Optional.of(with.keySet()), node.place()));
    boolean waits = !keys.has("wait") || keys.flag("wait");
    keys.take("wait");
    return new Item.Runbook(about, id, Ordered.copy(with), waits);
  }

  private Item.Record record(Keys keys, Item.About about, Surroundings around) {
    keys.must("into", "name the book it is written into, such as into: incident_log");
    String into = keys.text("into");
    Form form =
        keys.must("fields", "write fields: {cause: {ask: operator}}")
            .map(node -> new FormReader(context).read(node, around.scope()))
            .orElse(new Form(List.of()));
    return new Item.Record(about, into, form);
  }

  /** Items that wait for nobody's act may be taken in any order. */
  Item.Order order(Keys keys, List<Item> items) {
    if (keys.has("order")) {
      return keys.oneOf("order", List.of("listed", "any")).equals("any")
          ? Item.Order.ANY
          : Item.Order.LISTED;
    }
    keys.take("order");
    return order(items);
  }

  /** The order of items that do not say one. */
  Item.Order order(List<Item> items) {
    return items.stream().allMatch(ItemReader::unordered) ? Item.Order.ANY : Item.Order.LISTED;
  }

  private static boolean unordered(Item item) {
    return switch (item) {
      case Item.Check ignored -> true;
      case Item.Signoff ignored -> true;
      case Item.Record ignored -> true;
      case Item.Group group -> group.items().stream().allMatch(ItemReader::unordered);
      default -> false;
    };
  }

  private void noKind(Node.Mapping mapping) {
    for (Node.Entry entry : mapping.entries()) {
      Optional<String> nearest = Nearest.to(entry.key(), KINDS);
      if (nearest.isPresent() && !Grammar.knows(entry.key())) {
        context
            .problems()
            .add(
                entry.place(),
                "unknown key `" + entry.key() + "` in an item",
                "did you mean " + nearest.get() + "?");
        return;
      }
    }
    context.problems().add(mapping.place(), "an item needs one of " + String.join(", ", KINDS), "");
  }
}
