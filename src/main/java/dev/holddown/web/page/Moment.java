package dev.holddown.web.page;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A moment as a page shows it.
 *
 * @param iso for machines (RFC 3339); the browser makes the reader's own time of it
 * @param text in UTC, short: without the day when it is today
 */
public record Moment(String iso, String text) {
  private static final DateTimeFormatter CLOCK = of("HH:mm:ss");
  private static final DateTimeFormatter DAY = of("d MMM HH:mm");
  private static final DateTimeFormatter YEAR = of("d MMM uuuu HH:mm");

  private static DateTimeFormatter of(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  /** {@code now}: what is today. */
  public static Moment of(Instant at, Instant now) {
    Instant whole = at.truncatedTo(ChronoUnit.SECONDS);
    boolean today = at.atZone(ZoneOffset.UTC).toLocalDate().equals(day(now));
    boolean year = at.atZone(ZoneOffset.UTC).getYear() == day(now).getYear();
    DateTimeFormatter format = today ? CLOCK : year ? DAY : YEAR;
    return new Moment(whole.toString(), format.format(whole));
  }

  private static java.time.LocalDate day(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
