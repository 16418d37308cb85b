package dev.holddown.view;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.run.ActState;
import dev.holddown.domain.run.ItemState;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.WatchState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far a rollout or hold has come, and why its clock stands. */
final class Bakes {
  private Bakes() {}

  static Optional<ItemView.Traffic> traffic(Node node, ItemState state) {
    if (node.unrolled() || !(node.item() instanceof Item.Rollout rollout)) {
      return Optional.empty();
    }
    List<Integer> plan = rollout.steps().stream().map(Item.RolloutStep::weight).toList();
    int step = Math.min(state.step(), plan.size() - 1);
    boolean inPlace =
        state.status() == ItemStatus.PASSED
            || state.act().filter(a -> a.status() == ActState.Status.LANDED).isPresent();
    int before = step > 0 ? plan.get(step - 1) : 0;
    return Optional.of(new ItemView.Traffic(inPlace ? plan.get(step) : before, step + 1, plan));
  }

  static Optional<ItemView.Bake> of(RunState s, Node node, Instant now) {
    ItemState state = s.item(node.key());
    if (!state.baking()) {
      return Optional.empty();
    }
    Duration needed = needed(node.item(), state.step());
    Duration covered = state.covered(now);
    return Optional.of(
        new ItemView.Bake(
            covered.compareTo(needed) > 0 ? needed : covered,
            needed,
            state.counting(),
            state.counting() ? "" : why(s, node)));
  }

  private static Duration needed(Item item, int step) {
    return switch (item) {
      case Item.Rollout rollout when step < rollout.steps().size() ->
          rollout.steps().get(step).bake();
      case Item.Hold hold -> hold.lasts();
      default -> Duration.ZERO;
    };
  }

  private static String why(RunState s, Node node) {
    List<String> ids =
        switch (node.item()) {
          case Item.Rollout rollout -> rollout.watch();
          case Item.Hold hold -> hold.watch();
          default -> List.of();
        };
    return ids.stream()
        .flatMap(id -> s.plan().watchKeys(id).stream())
        .map(key -> s.plan().watch(key))
        .filter(key -> key.row().isEmpty() || node.row().isEmpty() || key.row().equals(node.row()))
        .filter(key -> !(key.watch().source() instanceof Watch.Source.Declared))
        .map(key -> uncalm(key, s.watch(key.key())))
        .filter(why -> !why.isEmpty())
        .findFirst()
        .orElse("its watches have not all been seen good yet");
  }

  private static String uncalm(Plan.WatchKey key, WatchState state) {
    if (state.over()) {
      return "";
    }
    if (!state.armed()) {
      return key.key() + " is not armed yet";
    }
    if (state.blindSince().isPresent()) {
      return key.key() + " is blind";
    }
    if (!state.windows().isEmpty()) {
      return key.key() + " is over its limit";
    }
    return state.sighted() ? "" : key.key() + " has not been sampled yet";
  }
}
