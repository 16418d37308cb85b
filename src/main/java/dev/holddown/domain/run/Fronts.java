package dev.holddown.domain.run;

import java.util.List;

/**
 * How far the work on a list of items has come, kept beside the items so that nobody has to look at
 * thousands that are over to find those that are not.
 */
final class Fronts {
  private static final Front NONE = new Front(0, 0);

  private Fronts() {}

  /**
   * One list.
   *
   * @param over so many from the beginning on are over, and the next one is not
   * @param opened nothing from here on was ever opened
   */
  record Front(int over, int opened) {}

  static Front of(RunState s, List<Node> list) {
    return list.isEmpty() ? NONE : s.fronts.getOrDefault(Plan.Spot.name(list), NONE);
  }

  /** An item has changed. */
  static void moved(RunState s, String key) {
    s.plan().spot(key).ifPresent(spot -> moved(s, spot));
  }

  private static void moved(RunState s, Plan.Spot spot) {
    Front front = of(s, spot.list());
    Node node = spot.list().get(spot.index());
    boolean open = s.item(node.key()).openedAt().isPresent();
    int opened = open ? Math.max(front.opened(), spot.index() + 1) : front.opened();
    int over = front.over();
    if (!Walk.over(s, node)) {
      over = Math.min(over, spot.index());
    }
    while (over < spot.list().size() && Walk.over(s, spot.list().get(over))) {
      over++;
    }
    if (over != front.over() || opened != front.opened()) {
      s.fronts.put(spot.name(), new Front(over, opened));
    }
  }
}
