package dev.holddown.playbooks;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations: {@code 500ms 90s 2m 1h 7d}, and several units from large to small (1h30m). */
final class Spans {
  private static final Pattern WHOLE =
      Pattern.compile("(?=.)(\\d{1,9}d)?(\\d{1,9}h)?(\\d{1,9}m)?(\\d{1,9}s)?(\\d{1,9}ms)?");
  private static final Pattern PART = Pattern.compile("(\\d+)(ms|[smhd])");
  private static final Duration LONGEST = Duration.ofDays(3_660);

  private Spans() {}

  /** Empty when it is not a duration, or longer than ten years. */
  static Optional<Duration> read(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      long amount = Long.parseLong(part.group(1));
      sum =
          switch (part.group(2)) {
            case "ms" -> sum.plusMillis(amount);
            case "s" -> sum.plusSeconds(amount);
            case "m" -> sum.plusMinutes(amount);
            case "h" -> sum.plusHours(amount);
            default -> sum.plusDays(amount);
          };
    }
    return sum.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(sum);
  }

  /** What to write instead. */
  static String cure(String text) {
    return text.matches("\\d{1,9}")
        ? "give it a unit, such as " + text + "s, " + text + "m or " + text + "h"
        : "write it as 90s, 2m, 1h, 1h30m or 7d";
  }
}
