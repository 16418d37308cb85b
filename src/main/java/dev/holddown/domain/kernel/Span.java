package dev.holddown.domain.kernel;

import java.time.Duration;

/** Durations as people write and read them: {@code 90s}, {@code 2m 30s}, {@code 1h}. */
public final class Span {
  private Span() {}

  /** Short text of a duration, to the second above one minute, to the tenth below ten seconds. */
  public static String text(Duration duration) {
    if (duration.isNegative()) {
      return "-" + text(duration.negated());
    }
    long millis = duration.toMillis();
    if (millis < 1_000) {
      return millis == 0 ? "0s" : millis + "ms";
    }
    if (millis < 10_000 && millis % 1_000 != 0) {
      return millis / 1_000 + "." + millis % 1_000 / 100 + "s";
    }
    long seconds = millis / 1_000;
    StringBuilder text = new StringBuilder();
    append(text, seconds / 86_400, "d");
    append(text, seconds / 3_600 % 24, "h");
    append(text, seconds / 60 % 60, "m");
    append(text, seconds % 60, "s");
    return text.toString();
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(text.isEmpty() ? "" : " ").append(amount).append(unit);
    }
  }
}
