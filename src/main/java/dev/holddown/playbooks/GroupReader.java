package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Item;
import dev.holddown.playbooks.grammar.Grammar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads {@code use: name} with {@code with:}: the items of a group under {@code checks:}, read anew
 * where they are called, with the caller's values in place of {@code with.x}.
 */
final class GroupReader {
  private final Context context;
  private final ItemReader items;

  GroupReader(Context context, ItemReader items) {
    this.context = context;
    this.items = items;
  }

  /** The group where it is called. */
  Item.Group read(Keys keys, Item.About about, Surroundings around) {
    Map<String, Node> groups = context.names().declared().groups();
    Node called = keys.take("use").orElseThrow();
    String name = context.values().text(called, "use");
    Map<String, Node> given = new LinkedHashMap<>();
    keys.take("with")
        .ifPresent(node ->
            Keys.of(context, "`with`", node).all().forEach(e -> given.put(e.key(), e.value())));
    Node group = groups.get(name);
    if (group == null) {
      if (!name.isEmpty()) {
        context.values().unknown(called.place(), "group", name, groups.keySet());
      }
      return new Item.Group(about, Item.Order.ANY, List.of());
    }
    context.pending().called().add(name);
    if (context.pending().calling().contains(name)) {
      String round =
          Stream.concat(
                  context.pending().calling().stream().dropWhile(n -> !n.equals(name)),
                  Stream.of(name))
              .collect(Collectors.joining(" → "));
      context.problems().add(called.place(), "`use` calls itself: " + round, "cut one of them");
      return new Item.Group(about, Item.Order.ANY, List.of());
    }
    Keys body = Keys.of(context, "a group of checks", group);
    List<String> wanted = wanted(body);
    compare(called, given, wanted);
    if (!given.keySet().containsAll(wanted)) {
      return new Item.Group(about, Item.Order.ANY, List.of());
    }
    Substitution filled = new Substitution(context, given, about.id());
    context.pending().calling().addLast(name);
    List<Item> inside = items.list(filled.items(body.listing("items")), around);
    context.pending().calling().removeLast();
    return new Item.Group(about, items.order(inside), inside);
  }

  private List<String> wanted(Keys body) {
    List<String> names = new ArrayList<>();
    for (Node name : body.take("with").map(context.values()::list).orElse(List.of())) {
      names.add(context.values().name(name, "with"));
    }
    return names;
  }

  private void compare(Node called, Map<String, Node> given, List<String> wanted) {
    for (String name : wanted) {
      if (!given.containsKey(name)) {
        context
            .problems()
            .add(
                called.place(),
                "the group asks for `" + name + "`",
                "write with: {" + name + ": …} beside use:");
      }
    }
    given.forEach((name, node) -> {
      if (!wanted.contains(name)) {
        context.values().unknown(node.place(), "value of the group called", name, wanted);
      }
    });
  }

  /** Every group by its table; those that nobody calls are read once, so that they are sound. */
  static void declared(Context context, Node node, Surroundings around) {
    Set<String> called = Set.copyOf(context.pending().called());
    for (Node.Entry entry : Keys.of(context, "`checks`", node).all()) {
      context.values().isName(entry.key(), entry.place(), "the group");
      Keys body = Keys.of(context, "a group of checks", entry.value());
      body.take("with");
      body.must("items", Grammar.shape("checks").key("items").orElseThrow().meaning());
      ItemReader items = new ItemReader(context);
      List<Node> nodes = body.listing("items");
      if (!called.contains(entry.key())) {
        context.pending().calling().addLast(entry.key());
        items.list(nodes, around.at(around.scope().with("with", List.of())).inBranch());
        context.pending().calling().removeLast();
      }
      body.finish();
    }
  }

  /** The ids of what is inside a group are unknown here; the id of a call is its title. */
  static String title(Keys keys) {
    return Optional.of(keys.text("title"))
        .filter(title -> !title.isEmpty())
        .orElseGet(() -> keys.text("use"));
  }
}
