package dev.holddown.web.page;

import dev.holddown.view.ItemView;
import dev.holddown.view.PlaceView;
import dev.holddown.view.RunView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The stages of a run in a row: where it is, and how far. */
public record Rail(List<Stop> stops) {
  /**
   * A stage.
   *
   * @param done lines that are closed
   * @param all lines that count
   * @param here whether the run stands here
   */
  public record Stop(String anchor, String title, Badge badge, Done done, boolean here) {}

  /** How much of it is done. */
  public record Done(long done, long all) {}

  static Rail of(RunView view) {
    return new Rail(view.stages().stream().map(Rail::stop).toList());
  }

  private static Stop stop(PlaceView place) {
    long done = 0;
    long all = 0;
    Deque<ItemView> rest = new ArrayDeque<>(place.items());
    while (!rest.isEmpty()) {
      ItemView item = rest.pop();
      if (!item.children().isEmpty()) {
        rest.addAll(item.children());
        continue;
      }
      all++;
      done += closed(item.mark().status()) ? 1 : 0;
    }
    boolean here = place.open();
    return new Stop(
        Anchor.of("stage", place.id()), place.title(), Badge.of(place), new Done(done, all), here);
  }

  private static boolean closed(String status) {
    return switch (status) {
      case "PASSED", "SIGNED", "RESOLVED", "WAIVED", "NOT_APPLICABLE" -> true;
      default -> false;
    };
  }
}
