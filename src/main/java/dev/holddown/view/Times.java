package dev.holddown.view;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments as people read them, always in UTC. */
final class Times {
  private static final DateTimeFormatter CLOCK = pattern("HH:mm:ss");
  private static final DateTimeFormatter FULL = pattern("yyyy-MM-dd HH:mm:ss");

  private Times() {}

  private static DateTimeFormatter pattern(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /** {@code 21:04:05}. */
  static String clock(Instant instant) {
    return CLOCK.format(instant);
  }

  /** {@code 2026-03-02 21:04:05 UTC}. */
  static String full(Instant instant) {
    return FULL.format(instant) + " UTC";
  }
}
