package dev.holddown.domain.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way back.
 *
 * @param to named values, evaluated and frozen at the start of the run
 * @param approval who must say yes before it runs; empty is at once
 */
public record RollbackPlan(
    Map<String, Arg> to, Optional<SignRule> approval, List<Phase> phases, Place place) {
  /** A part of the way back, with its own time-box. {@code needs}: ids of earlier phases. */
  public record Phase(
      String id,
      String title,
      Duration timeBox,
      List<String> needs,
      List<Item> items,
      Place place,
      Optional<Watch.Moment> due) {
    /** A phase that is late when its time-box is over, and not before. */
    public Phase(
        String id,
        String title,
        Duration timeBox,
        List<String> needs,
        List<Item> items,
        Place place) {
      this(id, title, timeBox, needs, items, place, Optional.empty());
    }
  }
}
