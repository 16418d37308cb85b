package dev.holddown.store;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Instants as text that sorts in time order: ISO 8601 in UTC, always with nine digits of a second
 * ({@code 2026-11-21T10:00:00.000000000Z}). Exact to the nanosecond, both ways.
 */
final class SortableTime {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  private SortableTime() {}

  static String text(Instant instant) {
    return FORMAT.format(instant);
  }

  static Instant instant(String text) {
    return Instant.parse(text);
  }
}
