package dev.holddown.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stage, or a phase of the rollback.
 *
 * @param sentence what its gate said last; empty when it has none or has not said anything
 */
public record PlaceView(
    String id, String title, Status status, String sentence, List<ItemView> items) {
  /**
   * Where it stands.
   *
   * @param word ahead, open, no-go, closed, overdue, stopped
   * @param timeBox zero is none
   * @param overrun it took or takes longer than its time-box
   */
  public record Status(
      String word,
      Optional<Instant> openedAt,
      Optional<Instant> closedAt,
      Duration timeBox,
      boolean overrun) {}

  public boolean closed() {
    return status.closedAt().isPresent();
  }

  public boolean open() {
    return status.openedAt().isPresent() && !closed();
  }
}
