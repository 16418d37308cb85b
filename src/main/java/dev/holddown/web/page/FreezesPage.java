package dev.holddown.web.page;

import dev.holddown.view.FreezeCalendar;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The calendar of freezes: now, later, before, and a month as a sheet. */
public record FreezesPage(Frame frame, Lists lists, Month month, Form form) {
  private static final int NAMES_MAX = 3;
  private static final DateTimeFormatter TITLE =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE d MMMM", Locale.ENGLISH);

  /** Occurrences. {@code cut}: some come again more often than is shown. */
  public record Lists(
      List<FreezeRow> now, List<FreezeRow> coming, List<FreezeRow> past, boolean cut) {}

  /** A month in weeks from Monday on; days are those of UTC. */
  public record Month(String title, String before, String after, List<List<Day>> weeks) {}

  /**
   * A day.
   *
   * @param aloud the whole date with what is frozen, for those who listen
   * @param inside whether it belongs to the month
   */
  public record Day(
      String number, String aloud, List<String> freezes, boolean inside, boolean today) {}

  /** Whether somebody may begin one, and what they gave the last time. */
  public record Form(boolean may, String proposed) {}

  /** The sheet of a month. */
  public static Month month(FreezeCalendar calendar, YearMonth month) {
    LocalDate today = calendar.now().atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate day = month.atDay(1).with(DayOfWeek.MONDAY);
    List<List<Day>> weeks = new ArrayList<>();
    while (!day.isAfter(month.atEndOfMonth())) {
      List<Day> week = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        week.add(day(calendar, day, month, today));
        day = day.plusDays(1);
      }
      weeks.add(week);
    }
    return new Month(
        TITLE.format(month),
        month.minusMonths(1).toString(),
        month.plusMonths(1).toString(),
        weeks);
  }

  private static Day day(FreezeCalendar calendar, LocalDate day, YearMonth month, LocalDate today) {
    Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant to = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    List<String> all =
        calendar.all().stream()
            .filter(o -> o.within(from, to))
            .map(o -> o.of().freeze().id())
            .distinct()
            .toList();
    List<String> names = new ArrayList<>(all.subList(0, Math.min(NAMES_MAX, all.size())));
    if (all.size() > NAMES_MAX) {
      names.add("and " + (all.size() - NAMES_MAX) + " more");
    }
    String said = all.isEmpty() ? "nothing frozen" : "frozen by " + String.join(", ", all);
    return new Day(
        String.valueOf(day.getDayOfMonth()),
        DAY.format(day) + ": " + said,
        names,
        YearMonth.from(day).equals(month),
        day.equals(today));
  }
}
