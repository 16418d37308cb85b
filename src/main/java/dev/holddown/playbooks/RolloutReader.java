package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Place;
import dev.holddown.domain.playbook.SignRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a rollout: a router, its steps and the watches that look on. */
final class RolloutReader {
  private final Context context;
  private final ItemReader items;

  RolloutReader(Context context, ItemReader items) {
    this.context = context;
    this.items = items;
  }

  Item.Rollout read(Keys keys, Item.About about, Surroundings around) {
    OnBreachReader breach = new OnBreachReader(context);
    Call router =
        keys.must("router", "write router: {connector.verb: {…}}, an action that sets a weight")
            .flatMap(node -> router(node, around))
            .orElse(new Call("", Map.of(), Place.none()));
    List<Item.RolloutStep> steps = steps(keys, around);
    List<String> watches = breach.watches(keys, around.parts());
    if (watches.isEmpty() && steps.stream().anyMatch(step -> !step.bake().isZero())) {
      context
          .problems()
          .add(
              keys.place(),
              "the rollout \"" + about.title() + "\" bakes, and no watch looks on",
              "name watches with watch: [id], or remove bake:");
    }
    if (keys.has("keep-old")) {
      context.pending().kept().add(new Pending.Kept(about, keys.lasting("keep-old")));
    }
    return new Item.Rollout(about, router, steps, watches, breach.onBreach(keys, around));
  }

  private Optional<Call> router(Node node, Surroundings around) {
    Keys keys = Keys.of(context, "`router`", node);
    Optional<Call> call =
        new CallReader(context).only(keys, around.scope(), true, Set.of("weight"));
    if (call.isEmpty() && node instanceof Node.Mapping) {
      context.problems().add(node.place(), "`router` has no action", "");
    }
    call.ifPresent(c -> {
      if (c.args().containsKey("weight")) {
        context
            .problems()
            .add(c.place(), "the weight of a router comes from steps:", "remove weight here");
      }
      context
          .verbs()
          .manual(c.action())
          .filter(manual -> manual.field("weight").isEmpty())
          .ifPresent(manual ->
              context
                  .problems()
                  .add(
                      c.place(),
                      "`" + c.action() + "` cannot be a router: it takes no weight",
                      "use an action that sets the share of traffic"));
    });
    keys.finish();
    return call;
  }

  private List<Item.RolloutStep> steps(Keys keys, Surroundings around) {
    Optional<Node> node =
        keys.must("steps", "write steps: [{weight: 10, bake: 15m}, {weight: 100}]");
    List<Item.RolloutStep> steps = new ArrayList<>();
    int before = 0;
    for (Node entry : keys.listing("steps")) {
      Item.RolloutStep step = step(entry, around);
      if (step.weight() <= before && step.weight() > 0) {
        context
            .problems()
            .add(
                entry.place(),
                "the weight " + step.weight() + " follows " + before + ": weights must rise",
                "");
      }
      before = Math.max(before, step.weight());
      steps.add(step);
    }
    if (steps.isEmpty() && node.filter(Node.Listing.class::isInstance).isPresent()) {
      context.problems().add(keys.place(), "`steps` is empty", "add {weight: 100}");
    }
    return List.copyOf(steps);
  }

  private Item.RolloutStep step(Node node, Surroundings around) {
    Keys keys = Keys.of(context, "a step of a rollout", node);
    if (!keys.has("segment")) {
      keys.must("weight", "write {weight: 10, bake: 15m}");
    }
    int weight = (int) keys.whole("weight", 0, 1, 100);
    Duration bake = keys.duration("bake", Duration.ZERO);
    List<Item> inside = keys.has("items") ? items.items(keys, around) : List.of();
    keys.take("items");
    Optional<SignRule> sign = new SignReader(context).read(keys, "sign", around.scope());
    keys.finish();
    return new Item.RolloutStep(weight, bake, inside, sign);
  }
}
