package dev.holddown.store;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Instants as text that sorts in time order: ISO 8601 in UTC, always with nine digits of a second
 * ({@code 2026-11-21T10:00:00.000000000Z}). Exact to the nanosecond, both ways.
 */
final class SortableTime {
  private static final DateTimeFormatter FORMAT =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter();

  /** Seconds since 1970 at which the years with four digits begin, and are over. */
  private static final long YEAR_0 = -62_167_219_200L;

  private static final long YEAR_10000 = 253_402_300_800L;
  private static final int LENGTH = "2026-11-21T10:00:00.000000000Z".length();

  private SortableTime() {}

  static String text(Instant instant) {
    long second = instant.getEpochSecond();
    if (second < YEAR_0 || second >= YEAR_10000) {
      return FORMAT.format(instant);
    }
    LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    byte[] text = new byte[LENGTH];
    put(text, 0, 4, time.getYear(), '-');
    put(text, 5, 2, time.getMonthValue(), '-');
    put(text, 8, 2, time.getDayOfMonth(), 'T');
    put(text, 11, 2, time.getHour(), ':');
    put(text, 14, 2, time.getMinute(), ':');
    put(text, 17, 2, time.getSecond(), '.');
    put(text, 20, 9, instant.getNano(), 'Z');
    return new String(text, StandardCharsets.US_ASCII);
  }

  /** By hand for the same reason: each row has several. */
  private static void put(byte[] text, int from, int digits, int number, char after) {
    int left = number;
    for (int i = from + digits - 1; i >= from; i--) {
      text[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
    text[from + digits] = (byte) after;
  }

  /** Reads its own form without the parser for all forms, which costs more than a row does. */
  static Instant instant(String text) {
    if (text.length() != LENGTH || text.charAt(10) != 'T' || text.charAt(LENGTH - 1) != 'Z') {
      return Instant.parse(text);
    }
    try {
      LocalDateTime time =
          LocalDateTime.of(
              number(text, 0, 4),
              number(text, 5, 7),
              number(text, 8, 10),
              number(text, 11, 13),
              number(text, 14, 16),
              number(text, 17, 19),
              number(text, 20, 29));
      return time.toInstant(ZoneOffset.UTC);
    } catch (NumberFormatException | DateTimeException e) {
      return Instant.parse(text); // for its message
    }
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
