package dev.holddown.cli;

import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What an item of a run is about to ask and do, with final values, for people who look at it. */
public final class ItemPreview {
  private static final int VALUE_CHARACTERS_MAX = 4_000;

  private ItemPreview() {}

  /**
   * One line for each call, in the order in which they come, or the words of a message; none for an
   * item that calls nothing. A secret stands there by its name, and what is known only later as it
   * is written.
   *
   * @param scope the names that expressions would see now
   */
  public static List<String> of(
      Kit.Language language, Plan plan, String key, Map<String, Object> scope) {
    Optional<Node> found = plan.node(key);
    if (found.isEmpty() || found.get().unrolled()) {
      return List.of();
    }
    Item item = found.get().item();
    PlannedValues values = new PlannedValues(language, scope, VALUE_CHARACTERS_MAX);
    values.row(item.about().each(), found.get().row());
    if (item instanceof Item.Message message) {
      return List.of(values.text(message.text()));
    }
    return calls(item).map(values::call).distinct().toList();
  }

  private static Stream<Call> calls(Item item) {
    return switch (item) {
      case Item.Check check -> check.probe().stream().map(Probe::call);
      case Item.Choose choose -> Stream.of(choose.probe().call());
      case Item.Rollout rollout -> Stream.of(rollout.router());
      case Item.Step step ->
          Stream.concat(
              Stream.of(step.call()),
              Stream.concat(step.done().stream(), step.verify().stream()).map(Probe::call));
      default -> Stream.empty();
    };
  }
}
