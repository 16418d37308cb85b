package dev.holddown.domain.permit;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a recurrence rule (RFC 5545 §3.3.10), as much of it as freezes need. */
public final class RecurrenceRule {
  private static final List<String> PARTS =
      List.of(
          "FREQ",
          "INTERVAL",
          "UNTIL",
          "COUNT",
          "BYDAY",
          "BYMONTHDAY",
          "BYMONTH",
          "BYHOUR",
          "BYMINUTE");
  private static final Pattern DAY = Pattern.compile("([+-]?\\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)");
  private static final List<String> WEEKDAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");

  /** A rule with COUNT is looked ahead for so many days. */
  private static final int AHEAD_DAYS_MAX = 40_000;

  private static final int NUMBER_MAX = 10_000;

  private RecurrenceRule() {}

  /**
   * The times that a text means.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  public static Recurrence read(String text, LocalDateTime first, ZoneId zone, Duration lasts) {
    if (!lasts.isPositive() || lasts.compareTo(Recurrence.LASTS_MAX) > 0) {
      throw new IllegalArgumentException("`lasts` is longer than nothing and 366 days at most");
    }
    Map<String, String> parts = parts(text);
    Recurrence.Frequency frequency = frequency(parts.getOrDefault("FREQ", ""));
    int interval = number(parts, "INTERVAL", 1, 1, NUMBER_MAX);
    Recurrence.By by =
        new Recurrence.By(
            days(parts, frequency),
            numbers(parts, "BYMONTHDAY", -31, 31),
            numbers(parts, "BYMONTH", 1, 12),
            times(parts, first.toLocalTime()));
    if (frequency == Recurrence.Frequency.WEEKLY && !by.monthDays().isEmpty()) {
      throw new IllegalArgumentException("BYMONTHDAY has no meaning with FREQ=WEEKLY");
    }
    if (parts.containsKey("UNTIL") && parts.containsKey("COUNT")) {
      throw new IllegalArgumentException("UNTIL and COUNT do not stand together");
    }
    Optional<Instant> last =
        Optional.ofNullable(parts.get("UNTIL")).map(until -> until(until, zone));
    Recurrence whole =
        new Recurrence(first, zone, lasts, new Recurrence.Every(frequency, interval, last), by);
    int count = number(parts, "COUNT", 0, 1, NUMBER_MAX);
    return count == 0 ? whole : counted(whole, count);
  }

  private static Map<String, String> parts(String text) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : text.strip().replaceFirst("^RRULE:", "").split(";", -1)) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      if (equals < 0 || !PARTS.contains(name)) {
        throw new IllegalArgumentException(
            "the part \"" + part + "\" is not known; known are " + String.join(", ", PARTS));
      }
      if (parts.put(name, part.substring(equals + 1)) != null) {
        throw new IllegalArgumentException(name + " stands twice");
      }
    }
    return parts;
  }

  private static Recurrence.Frequency frequency(String text) {
    for (Recurrence.Frequency frequency : Recurrence.Frequency.values()) {
      if (frequency.name().equals(text)) {
        return frequency;
      }
    }
    throw new IllegalArgumentException(
        "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY, not \"" + text + "\"");
  }

  private static int number(
      Map<String, String> parts, String name, int otherwise, int least, int most) {
    List<Integer> all = numbers(parts, name, least, most);
    if (all.size() > 1) {
      throw new IllegalArgumentException(name + " is one number");
    }
    return all.isEmpty() ? otherwise : all.getFirst();
  }

  private static List<Integer> numbers(
      Map<String, String> parts, String name, int least, int most) {
    List<Integer> numbers = new ArrayList<>();
    if (parts.containsKey(name)) {
      for (String text : parts.getOrDefault(name, "").split(",", -1)) {
        boolean whole = text.matches("[+-]?\\d{1,5}");
        int number = whole ? Integer.parseInt(text) : 0;
        boolean fits = whole && number >= least && number <= most;
        if (!fits || number == 0 && least < 0) {
          throw new IllegalArgumentException(
              name + " holds \"" + text + "\", and goes from " + least + " to " + most);
        }
        numbers.add(number);
      }
    }
    return List.copyOf(numbers);
  }

  private static List<Recurrence.Weekday> days(
      Map<String, String> parts, Recurrence.Frequency frequency) {
    List<Recurrence.Weekday> days = new ArrayList<>();
    if (parts.containsKey("BYDAY")) {
      for (String text : parts.getOrDefault("BYDAY", "").split(",", -1)) {
        Matcher day = DAY.matcher(text);
        if (!day.matches()) {
          throw new IllegalArgumentException(
              "BYDAY holds \"" + text + "\"; write days as FR, 2TU or -1MO");
        }
        int nth = Optional.ofNullable(day.group(1)).map(Integer::parseInt).orElse(0);
        boolean counts =
            frequency == Recurrence.Frequency.MONTHLY || frequency == Recurrence.Frequency.YEARLY;
        if (nth != 0 && !counts) {
          throw new IllegalArgumentException(
              "BYDAY=" + text + " counts in months and years, not with FREQ=" + frequency);
        }
        DayOfWeek of = DayOfWeek.of(WEEKDAYS.indexOf(day.group(2)) + 1);
        days.add(new Recurrence.Weekday(nth, of));
      }
    }
    return List.copyOf(days);
  }

  private static List<LocalTime> times(Map<String, String> parts, LocalTime first) {
    List<Integer> hours = numbers(parts, "BYHOUR", 0, 23);
    List<Integer> minutes = numbers(parts, "BYMINUTE", 0, 59);
    List<LocalTime> times = new ArrayList<>();
    for (int hour : hours.isEmpty() ? List.of(first.getHour()) : hours) {
      for (int minute : minutes.isEmpty() ? List.of(first.getMinute()) : minutes) {
        times.add(LocalTime.of(hour, minute, first.getSecond()));
      }
    }
    return List.copyOf(times);
  }

  private static Instant until(String text, ZoneId zone) {
    try {
      if (text.endsWith("Z")) {
        DateTimeFormatter utc = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
        return LocalDateTime.parse(text, utc).toInstant(ZoneOffset.UTC);
      }
      return text.contains("T")
          ? LocalDateTime.parse(text, DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss"))
              .atZone(zone)
              .toInstant()
          : LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE)
              .plusDays(1)
              .atStartOfDay(zone)
              .toInstant()
              .minusNanos(1);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "UNTIL is written as 20261231 or 20261231T220000Z, not \"" + text + "\"", e);
    }
  }

  /** The same with the moment of its last occurrence in place of COUNT. */
  private static Recurrence counted(Recurrence whole, int count) {
    int left = count;
    LocalDate day = whole.first().toLocalDate();
    for (int i = 0; i < AHEAD_DAYS_MAX; i++, day = day.plusDays(1)) {
      List<Instant> starts =
          whole.on(day) ? whole.starts(day).stream().sorted().toList() : List.<Instant>of();
      if (starts.size() >= left) {
        Recurrence.Every every =
            new Recurrence.Every(
                whole.every().frequency(),
                whole.every().interval(),
                Optional.of(starts.get(left - 1)));
        return new Recurrence(whole.first(), whole.zone(), whole.lasts(), every, whole.by());
      }
      left -= starts.size();
    }
    throw new IllegalArgumentException("COUNT=" + count + " reaches too far into the future");
  }
}
