package dev.holddown.view;

import java.time.Duration;

/** Durations cut to what an eye can use. */
final class Spans {
  private static final Duration FINE_BELOW = Duration.ofSeconds(10);

  private Spans() {}

  /** Whole seconds; tenths below ten seconds; never negative. */
  static Duration whole(Duration duration) {
    if (duration.isNegative()) {
      return Duration.ZERO;
    }
    long millis = duration.toMillis();
    return duration.compareTo(FINE_BELOW) < 0
        ? Duration.ofMillis(millis / 100 * 100)
        : Duration.ofSeconds(millis / 1000);
  }

  /** As text, such as {@code 2.1s} or {@code 12m 3s}. */
  static String text(Duration duration) {
    return dev.holddown.domain.kernel.Span.text(whole(duration));
  }
}
