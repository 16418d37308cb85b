package dev.holddown.domain.board;

import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.playbook.Playbook;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A board whose every name resolves.
 *
 * @param watched its monitors as the watches of a playbook without stages, so that they are asked,
 *     judged and counted exactly as those of a run
 * @param monitors what else is said of them, by id, in the order written
 */
public record Board(
    String id, Heading heading, Playbook watched, Map<String, Monitor> monitors, Page page) {
  /**
   * What people read above it, and whom it is for.
   *
   * @param links targets by title
   * @param scope who sees any of it sees the board
   */
  public record Heading(String title, String about, Map<String, String> links, Scope scope) {}

  /**
   * What stands on its page and in its snapshot.
   *
   * @param health empty: the board has no number
   * @param top how many anomalies its summary tells
   * @param charts metrics that are drawn
   * @param snapshot the ids of the monitors whose answers a snapshot keeps in full
   */
  public record Page(
      List<Card> cards,
      Optional<Health> health,
      int top,
      List<String> charts,
      List<String> snapshot) {}

  /**
   * One card.
   *
   * @param id its anchor, unlike that of every other card
   * @param link where a click leads besides; empty for nowhere
   * @param highlight whether it stands out in an incident
   */
  public record Card(
      String id, String title, List<String> monitors, String link, boolean highlight) {}

  /**
   * One number for all of it: {@code start} less the penalty of each standing level, never below 0.
   *
   * @param redBelow red under this; the number itself is not red
   * @param page roles that are paged when it turns red; may be empty
   */
  public record Health(int start, int redBelow, List<String> page) {}

  /** The monitor of an id. @throws IllegalArgumentException when there is none */
  public Monitor monitor(String monitor) {
    return Optional.ofNullable(monitors.get(monitor))
        .orElseThrow(() -> new IllegalArgumentException("no monitor " + monitor));
  }

  /** The card that an anchor leads to: its own, or the first that shows the monitor of that id. */
  public Optional<Card> card(String anchor) {
    return page.cards().stream()
        .filter(card -> card.id().equals(anchor))
        .findFirst()
        .or(() ->
            page.cards().stream().filter(card -> card.monitors().contains(anchor)).findFirst());
  }
}
