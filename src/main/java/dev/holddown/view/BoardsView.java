package dev.holddown.view;

import java.util.List;
import java.util.Optional;

/** The boards there are. {@code left}: how many are too many to be watched. */
public record BoardsView(List<Line> boards, int left) {
  /** A board in a list; {@code health} and {@code verdict} are empty where it has no number. */
  public record Line(String id, String title, Optional<Integer> health, Optional<String> verdict) {
    /** The line of a board. */
    public static Line of(BoardView view) {
      return new Line(
          view.head().id(),
          view.head().title(),
          view.health().map(h -> h.number().value()),
          view.health().map(HealthView::verdict));
    }
  }
}
