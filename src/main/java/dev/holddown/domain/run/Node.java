package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An item with its key, after {@code each} was unrolled.
 *
 * @param row the name of the row this node stands for
 * @param branches children: of a group or an unrolled item one list; of a choose or a check's ways
 *     out one list per case (a choose's {@code otherwise} last); of a rollout one per step
 * @param unrolled whether this node only gathers its rows
 */
public record Node(
    String key, Item item, Optional<String> row, List<List<Node>> branches, boolean unrolled) {

  public boolean gathers() {
    return unrolled || item instanceof Item.Group;
  }

  /** Whether the node changes the world. */
  public boolean acts() {
    return !unrolled && changes();
  }

  private boolean changes() {
    return item instanceof Item.Step
        || item instanceof Item.Rollout
        || item instanceof Item.Runbook;
  }

  /** How the children of a gathering node are taken. */
  public Item.Order order() {
    if (unrolled) {
      return item instanceof Item.Check ? Item.Order.ANY : Item.Order.LISTED;
    }
    return item instanceof Item.Group group ? group.order() : Item.Order.LISTED;
  }

  /** This node and all below it, in the order written. */
  public Stream<Node> all() {
    return Stream.concat(
        Stream.of(this), branches.stream().flatMap(List::stream).flatMap(Node::all));
  }

  public String title() {
    return item.about().title() + row.map(r -> " [" + r + "]").orElse("");
  }
}
