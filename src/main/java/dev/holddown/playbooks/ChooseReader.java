package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.Probe;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a branch: a question, its cases, and what happens when none of them is true. */
final class ChooseReader {
  private final Context context;
  private final ItemReader items;

  ChooseReader(Context context, ItemReader items) {
    this.context = context;
    this.items = items;
  }

  Item.Choose read(Keys keys, Item.About about, Surroundings around) {
    ProbeReader probes = new ProbeReader(context);
    Optional<Call> asked = probes.call(keys, around.scope());
    if (asked.isEmpty()) {
      context
          .problems()
          .add(
              keys.place(),
              "the choice \"" + about.title() + "\" asks nothing",
              "give it an action whose answer the cases look at");
    }
    for (String condition : List.of("expect", "warn")) {
      keys.entry(condition)
          .ifPresent(entry ->
              context
                  .problems()
                  .add(
                      entry.place(),
                      "a choice has no `" + condition + "`",
                      "write the condition into a case, as when:"));
    }
    Call call = asked.orElse(new Call("", Map.of(), Place.none()));
    Probe probe = probes.probe(keys, call, around.scope(), 1);
    if (!around.branch()) {
      probe
          .save()
          .forEach((name, expr) -> context.names().save(name, expr.place(), context.problems()));
    }
    Scope inside = probes.withResult(around.scope(), call);
    keys.must("cases", "write cases: with a list of {case: …, when: …, items: …}");
    List<Item.Case> cases =
        keys.listing("cases").stream()
            .map(node -> new CaseReader(context, items).read(node, inside, around, true))
            .toList();
    return new Item.Choose(about, probe, cases, otherwise(keys, around));
  }

  private Item.Otherwise otherwise(Keys keys, Surroundings around) {
    Optional<Node> node =
        keys.must("otherwise", "say who is paged, such as {page: on_call}, or what is done");
    if (node.isEmpty()) {
      return new Item.Otherwise(List.of(), Optional.empty());
    }
    Keys inside = Keys.of(context, "`otherwise`", node.get());
    Optional<String> page = inside.take("page").map(role -> context.values().role(role, "page"));
    List<Item> then = inside.has("items") ? items.items(inside, around.inBranch()) : List.of();
    if (page.isEmpty() && !inside.has("items") && node.get() instanceof Node.Mapping) {
      context
          .problems()
          .add(inside.place(), "`otherwise` does nothing", "write {page: on_call} or items:");
    }
    inside.take("items");
    inside.finish();
    return new Item.Otherwise(then, page);
  }
}
