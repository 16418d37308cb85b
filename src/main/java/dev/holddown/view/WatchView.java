package dev.holddown.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A watch as it stands: what it saw last, and how far a breach has come.
 *
 * @param status ahead, armed, ok, breach, fired, blind, over, declared
 */
public record WatchView(
    String key, String title, String status, Seen seen, List<LevelView> levels) {
  /**
   * What it saw last.
   *
   * @param value empty when there is none
   * @param limit what it was compared with; empty when unknown
   * @param unit such as {@code s} or {@code ratio}; empty when unknown
   * @param why why it is blind, or who pulls it
   */
  public record Seen(
      Optional<Double> value,
      Optional<Double> limit,
      String unit,
      Optional<Instant> at,
      String why) {}

  /**
   * A level.
   *
   * @param sustained how long a breach must last; zero fires at once
   * @param window the breach that goes on
   * @param then what follows, such as {@code rollback}
   */
  public record LevelView(
      String name,
      Duration sustained,
      Optional<Window> window,
      Optional<Instant> firedAt,
      String then) {}

  /** A breach that goes on: since when, and how much of it counts. */
  public record Window(Instant since, Duration counted, String reason) {}
}
