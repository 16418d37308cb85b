package dev.holddown.domain.permit;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Times that come again by the clock of a zone, as RFC 5545 has them (§3.3.10). A local time that
 * daylight saving leaves out is taken with the offset before the gap; of one that occurs twice the
 * first is taken; a day that a month does not have is left out.
 *
 * @param first the first one, by the clock of the zone
 * @param lasts how long each is, in exact hours; at most {@link #LASTS_MAX}
 */
public record Recurrence(LocalDateTime first, ZoneId zone, Duration lasts, Every every, By by) {
  /** The longest that one occurrence may be. */
  public static final Duration LASTS_MAX = Duration.ofDays(366);

  /** FREQ. */
  public enum Frequency {
    DAILY,
    WEEKLY,
    MONTHLY,
    YEARLY
  }

  /**
   * FREQ, INTERVAL and UNTIL.
   *
   * @param last no occurrence begins after this moment; empty is without end
   */
  public record Every(Frequency frequency, int interval, Optional<Instant> last) {}

  /** A weekday; {@code nth} of its month or year, from the end when negative; 0: each. */
  public record Weekday(int nth, DayOfWeek day) {}

  /** BYDAY, BYMONTHDAY, BYMONTH and times of the day; an empty list says nothing. */
  public record By(
      List<Weekday> days, List<Integer> monthDays, List<Integer> months, List<LocalTime> times) {
    /** Nothing but the frequency. */
    public static By nothing() {
      return new By(List.of(), List.of(), List.of(), List.of());
    }
  }

  /** When the occurrence ends in which this moment lies; the latest end where several do. */
  public Optional<Instant> until(Instant at) {
    LocalDate from = at.minus(lasts).atZone(zone).toLocalDate().minusDays(1);
    LocalDate to = at.atZone(zone).toLocalDate().plusDays(1);
    LocalDate begin = from.isBefore(first.toLocalDate()) ? first.toLocalDate() : from;
    Optional<Instant> end = Optional.empty();
    for (LocalDate day = begin; !day.isAfter(to); day = day.plusDays(1)) {
      if (!on(day)) {
        continue;
      }
      for (Instant start : starts(day)) {
        boolean inside = !at.isBefore(start) && at.isBefore(start.plus(lasts));
        if (inside && end.filter(e -> !e.isBefore(start.plus(lasts))).isEmpty()) {
          end = Optional.of(start.plus(lasts));
        }
      }
    }
    return end;
  }

  /** The moments of a day at which an occurrence begins. */
  public List<Instant> starts(LocalDate day) {
    List<LocalTime> times = by.times().isEmpty() ? List.of(first.toLocalTime()) : by.times();
    return times.stream()
        .map(day::atTime)
        .filter(start -> !start.isBefore(first))
        .map(start -> ZonedDateTime.of(start, zone).toInstant())
        .filter(start -> every.last().filter(start::isAfter).isEmpty())
        .toList();
  }

  /** Whether an occurrence begins on this day of the zone's calendar. */
  public boolean on(LocalDate day) {
    if (day.isBefore(first.toLocalDate()) || !month(day)) {
      return false;
    }
    return switch (every.frequency()) {
      case DAILY ->
          apart(ChronoUnit.DAYS.between(first.toLocalDate(), day)) && monthDay(day) && weekday(day);
      case WEEKLY -> apart(weeks(day)) && (by.days().isEmpty() ? sameWeekday(day) : weekday(day));
      case MONTHLY -> apart(months(day)) && inMonth(day);
      case YEARLY -> apart(day.getYear() - first.getYear()) && inYear(day);
    };
  }

  private boolean apart(long units) {
    return units >= 0 && units % every.interval() == 0;
  }

  private long weeks(LocalDate day) {
    return ChronoUnit.WEEKS.between(
        first.toLocalDate().with(DayOfWeek.MONDAY), day.with(DayOfWeek.MONDAY));
  }

  private long months(LocalDate day) {
    return ChronoUnit.MONTHS.between(YearMonth.from(first), YearMonth.from(day));
  }

  private boolean month(LocalDate day) {
    return by.months().isEmpty() || by.months().contains(day.getMonthValue());
  }

  private boolean inMonth(LocalDate day) {
    return by.days().isEmpty() && by.monthDays().isEmpty()
        ? day.getDayOfMonth() == first.getDayOfMonth()
        : monthDay(day) && weekday(day);
  }

  private boolean inYear(LocalDate day) {
    boolean named = !by.months().isEmpty() || !by.days().isEmpty();
    if (by.days().isEmpty() && by.monthDays().isEmpty()) {
      return day.getDayOfMonth() == first.getDayOfMonth()
          && (named || day.getMonthValue() == first.getMonthValue());
    }
    return monthDay(day) && weekday(day);
  }

  private boolean sameWeekday(LocalDate day) {
    return day.getDayOfWeek() == first.getDayOfWeek();
  }

  private boolean monthDay(LocalDate day) {
    int back = day.getDayOfMonth() - day.lengthOfMonth() - 1;
    return by.monthDays().isEmpty()
        || by.monthDays().contains(day.getDayOfMonth())
        || by.monthDays().contains(back);
  }

  private boolean weekday(LocalDate day) {
    return by.days().isEmpty()
        || by.days().stream().anyMatch(w -> w.day() == day.getDayOfWeek() && nth(w.nth(), day));
  }

  /** Whether the day is the nth of its weekday in its month, or in its year. */
  private boolean nth(int nth, LocalDate day) {
    boolean ofYear = every.frequency() == Frequency.YEARLY && by.months().isEmpty();
    int number = ofYear ? day.getDayOfYear() : day.getDayOfMonth();
    int length = ofYear ? day.lengthOfYear() : day.lengthOfMonth();
    return nth == 0 || nth == (number - 1) / 7 + 1 || nth == -((length - number) / 7 + 1);
  }
}
