package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What makes a bake, hold or silence count: every named watch has seen fresh OK samples. */
final class Baking {
  private Baking() {}

  /** Keys of the watches a rollout or hold looks at. */
  static List<String> watchKeys(RunState s, Node node) {
    List<String> ids =
        switch (node.item()) {
          case Item.Rollout rollout -> rollout.watch();
          case Item.Hold hold -> hold.watch();
          default -> List.of();
        };
    return ids.stream()
        .flatMap(id -> s.plan().watchKeys(id).stream())
        .filter(key -> !(watch(s, key).source() instanceof Watch.Source.Declared))
        .filter(key -> node.row().isEmpty() || sameRow(s, key, node))
        .toList();
  }

  private static boolean sameRow(RunState s, String key, Node node) {
    Optional<String> row = s.plan().watch(key).row();
    return row.isEmpty() || row.equals(node.row());
  }

  private static Watch watch(RunState s, String key) {
    return s.plan().watch(key).watch();
  }

  /** Whether the bake of this item counts now. */
  static boolean calm(RunState s, String itemKey) {
    return s.plan()
        .node(itemKey)
        .map(node -> watchKeys(s, node).stream().allMatch(key -> calmWatch(s, key)))
        .orElse(true);
  }

  /** Any open window disturbs, also one that only warns: what is not OK does not count. */
  static boolean calmWatch(RunState s, String key) {
    WatchState state = s.watch(key);
    if (!state.armed) {
      return state.over;
    }
    return state.sighted && state.blindSince.isEmpty() && state.windows.isEmpty();
  }

  /**
   * Watches whose trigger has fired for a breach that goes on: declined or passed over, it does not
   * fire again, and until the breach ends the bake stands.
   */
  static List<String> firedAndBreaching(RunState s, Node node) {
    return watchKeys(s, node).stream()
        .filter(
            key -> s.watch(key).windows.keySet().stream().anyMatch(s.watch(key).fired::containsKey))
        .toList();
  }

  /** Items that bake and look at this watch. */
  static List<String> affected(RunState s, String watchKey) {
    return s.items.entrySet().stream()
        .filter(e -> e.getValue().baking)
        .map(Map.Entry::getKey)
        .filter(
            key -> s.plan().node(key).filter(n -> watchKeys(s, n).contains(watchKey)).isPresent())
        .toList();
  }

  /** How long the item has to bake now. */
  static Duration needed(Node node, ItemState state) {
    return switch (node.item()) {
      case Item.Rollout rollout -> rollout.steps().get(state.step).bake();
      case Item.Hold hold -> {
        Duration objections = hold.objections().map(Item.Objections::within).orElse(Duration.ZERO);
        yield objections.compareTo(hold.lasts()) > 0 ? objections : hold.lasts();
      }
      default -> Duration.ZERO;
    };
  }

  /** When the bake will be over if nothing happens; empty while its clock stands. */
  static Optional<Instant> due(Node node, ItemState state) {
    return state.countingSince.map(
        since -> since.plus(needed(node, state).minus(state.covered(since))));
  }

  /**
   * Whether the bake is over: its time is covered up to the newest OK sample that every named watch
   * has. Without a watch, time alone counts.
   */
  static boolean over(RunState s, Node node, Map<String, Instant> lastOk, Instant now) {
    ItemState state = s.item(node.key());
    if (!state.baking || state.countingSince.isEmpty()) {
      return false;
    }
    List<String> watches = watchKeys(s, node).stream().filter(k -> s.watch(k).armed).toList();
    Instant until = now;
    for (String key : watches) {
      Instant seen = lastOk.getOrDefault(key, Instant.EPOCH);
      until = seen.isBefore(until) ? seen : until;
    }
    return state.covered(until).compareTo(needed(node, state)) >= 0;
  }
}
