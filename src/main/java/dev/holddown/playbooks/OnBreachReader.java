package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what a rollout and a hold have in common: which watches, and what a breach does. */
final class OnBreachReader {
  private final Context context;

  OnBreachReader(Context context) {
    this.context = context;
  }

  Item.OnBreach onBreach(Keys keys, Surroundings around) {
    String word = keys.oneOf("on-breach", List.of("pause", "restart", "fail", "rollback"));
    if (word.equals("rollback") && (!around.parts().wayBack() || around.wayBack())) {
      context
          .problems()
          .add(
              keys.entry("on-breach").map(Node.Entry::place).orElse(keys.place()),
              around.wayBack()
                  ? "`on-breach: rollback` inside the rollback leads nowhere"
                  : "`on-breach: rollback`, and the playbook has no rollback:",
              around.wayBack() ? "write pause" : "add a rollback: block, or write pause");
    }
    return Item.OnBreach.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The watches named; without {@code watch:}, all that roll back or propose it. */
  List<String> watches(Keys keys, Parts parts) {
    List<String> ids = new ArrayList<>();
    Optional<Node> named = keys.take("watch");
    if (named.isEmpty()) {
      for (Watch watch : parts.watches().values()) {
        if (!declared(watch) && watch.levels().stream().anyMatch(OnBreachReader::leadsBack)) {
          ids.add(watch.id());
        }
      }
    }
    for (Node node : named.map(context.values()::list).orElse(List.of())) {
      String id = context.values().text(node, "watch");
      Watch watch = parts.watches().get(id);
      if (watch == null && !id.isEmpty()) {
        context.values().unknown(node.place(), "watch", id, parts.watches().keySet());
      } else if (watch != null && declared(watch)) {
        context
            .problems()
            .add(
                node.place(),
                "the watch `" + id + "` is pulled by a person and never sampled",
                "name a watch that looks for itself; this one works without being named");
      }
      ids.add(id);
    }
    parts.watched().addAll(ids);
    return List.copyOf(ids);
  }

  private static boolean declared(Watch watch) {
    return watch.source() instanceof Watch.Source.Declared;
  }

  private static boolean leadsBack(Watch.Level level) {
    return level.then().stream()
        .anyMatch(then ->
            then.deed() == Watch.Then.Deed.ROLLBACK || then.deed() == Watch.Then.Deed.PROPOSE);
  }
}
