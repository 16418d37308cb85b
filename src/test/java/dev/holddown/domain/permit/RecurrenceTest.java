package dev.holddown.domain.permit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Freezes that come again, by the clock of a zone. */
class RecurrenceTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Recurrence again(String rule, String first, ZoneId zone, String lasts) {
    return RecurrenceRule.read(rule, LocalDateTime.parse(first), zone, Duration.parse(lasts));
  }

  private static boolean holds(Recurrence times, String at) {
    return times.until(Instant.parse(at)).isPresent();
  }

  @Test
  void every_friday_afternoon_is_so_by_the_clock_of_the_zone_in_winter_and_summer() {
    Recurrence fridays = again("FREQ=WEEKLY;BYDAY=FR", "2026-01-02T15:00:00", BERLIN, "PT9H");

    assertThat(holds(fridays, "2026-01-09T13:59:59Z")).isFalse();
    assertThat(holds(fridays, "2026-01-09T14:00:00Z")).isTrue();
    assertThat(fridays.until(Instant.parse("2026-01-09T14:00:00Z")))
        .contains(Instant.parse("2026-01-09T23:00:00Z"));
    assertThat(holds(fridays, "2026-07-10T12:59:59Z")).isFalse();
    assertThat(holds(fridays, "2026-07-10T13:00:00Z")).as("15:00 in summer").isTrue();
    assertThat(holds(fridays, "2026-07-10T22:00:00Z")).as("its end is not in it").isFalse();
    assertThat(holds(fridays, "2025-12-26T15:00:00Z")).as("before the first").isFalse();
  }

  @Test
  void a_local_time_that_daylight_saving_leaves_out_is_taken_with_the_offset_before() {
    // On 2026-03-29 Berlin goes from 02:00 to 03:00.
    Recurrence nights = again("FREQ=DAILY", "2026-03-01T02:30:00", BERLIN, "PT30M");

    assertThat(holds(nights, "2026-03-28T01:30:00Z")).isTrue();
    assertThat(holds(nights, "2026-03-29T01:29:59Z")).isFalse();
    assertThat(holds(nights, "2026-03-29T01:30:00Z")).as("03:30 by the new clock").isTrue();
    assertThat(holds(nights, "2026-03-29T02:00:00Z")).isFalse();
    assertThat(holds(nights, "2026-03-30T00:30:00Z")).isTrue();
  }

  @Test
  void of_a_local_time_that_comes_twice_the_first_is_taken_and_it_lasts_exact_hours() {
    // On 2026-10-25 Berlin goes from 03:00 back to 02:00.
    Recurrence nights = again("FREQ=DAILY", "2026-10-01T02:30:00", BERLIN, "PT1H");

    assertThat(nights.until(Instant.parse("2026-10-25T00:30:00Z")))
        .contains(Instant.parse("2026-10-25T01:30:00Z"));
    assertThat(holds(nights, "2026-10-25T01:30:00Z")).as("02:30 the second time").isFalse();
  }

  @Test
  void the_last_day_of_the_month_is_counted_from_its_end() {
    Recurrence closing =
        again("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31T00:00:00", ZoneId.of("UTC"), "PT24H");

    assertThat(holds(closing, "2026-02-28T12:00:00Z")).isTrue();
    assertThat(holds(closing, "2026-04-30T12:00:00Z")).isTrue();
    assertThat(holds(closing, "2026-04-29T12:00:00Z")).isFalse();
    assertThat(holds(closing, "2028-02-29T12:00:00Z")).isTrue();
    assertThat(holds(closing, "2028-02-28T12:00:00Z")).isFalse();
  }

  @Test
  void a_day_that_a_month_does_not_have_is_left_out() {
    Recurrence thirtyFirst = again("FREQ=MONTHLY", "2026-01-31T08:00:00", ZoneId.of("UTC"), "PT1H");

    assertThat(holds(thirtyFirst, "2026-03-31T08:30:00Z")).isTrue();
    assertThat(holds(thirtyFirst, "2026-02-28T08:30:00Z")).isFalse();
    assertThat(holds(thirtyFirst, "2026-04-30T08:30:00Z")).isFalse();
  }

  @Test
  void a_leap_day_comes_in_leap_years_only() {
    Recurrence leap = again("FREQ=YEARLY", "2024-02-29T00:00:00", ZoneId.of("UTC"), "PT24H");

    assertThat(holds(leap, "2026-02-28T12:00:00Z")).isFalse();
    assertThat(holds(leap, "2026-03-01T12:00:00Z")).isFalse();
    assertThat(holds(leap, "2028-02-29T12:00:00Z")).isTrue();
  }

  @Test
  void one_that_is_longer_than_its_pause_holds_to_the_end_of_the_last() {
    Recurrence long1 = again("FREQ=DAILY;COUNT=3", "2026-01-01T00:00:00", BERLIN, "PT30H");

    assertThat(long1.until(Instant.parse("2026-01-02T02:00:00Z")))
        .contains(Instant.parse("2026-01-03T05:00:00Z"));
    assertThat(holds(long1, "2026-01-04T04:59:59Z")).isTrue();
    assertThat(holds(long1, "2026-01-04T05:00:00Z")).as("after the third").isFalse();
  }

  @Test
  void weeks_are_counted_apart_and_until_ends_them() {
    Recurrence second =
        again(
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20260228",
            "2026-01-05T00:00:00",
            ZoneId.of("UTC"),
            "PT24H");

    assertThat(holds(second, "2026-01-08T05:00:00Z")).isTrue();
    assertThat(holds(second, "2026-01-12T05:00:00Z")).isFalse();
    assertThat(holds(second, "2026-01-19T05:00:00Z")).isTrue();
    assertThat(holds(second, "2026-03-02T05:00:00Z")).isFalse();
  }

  @Test
  void the_second_tuesday_and_the_last_friday_are_found() {
    Recurrence patch =
        again("FREQ=MONTHLY;BYDAY=2TU,-1FR", "2026-01-01T00:00:00", ZoneId.of("UTC"), "PT24H");

    assertThat(holds(patch, "2026-03-10T05:00:00Z")).isTrue();
    assertThat(holds(patch, "2026-03-27T05:00:00Z")).isTrue();
    assertThat(holds(patch, "2026-03-20T05:00:00Z")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FREQ=HOURLY | FREQ is DAILY, WEEKLY, MONTHLY or YEARLY, not \"HOURLY\"",
        "FREQ=DAILY;BYWEEKNO=3 | the part \"BYWEEKNO=3\" is not known; known are FREQ, INTERVAL,"
            + " UNTIL, COUNT, BYDAY, BYMONTHDAY, BYMONTH, BYHOUR, BYMINUTE",
        "FREQ=WEEKLY;BYDAY=XX | BYDAY holds \"XX\"; write days as FR, 2TU or -1MO",
        "FREQ=WEEKLY;BYDAY=2FR | BYDAY=2FR counts in months and years, not with FREQ=WEEKLY",
        "FREQ=DAILY;INTERVAL=0 | INTERVAL holds \"0\", and goes from 1 to 10000",
        "FREQ=DAILY;BYMONTHDAY=0 | BYMONTHDAY holds \"0\", and goes from -31 to 31",
        "FREQ=DAILY;UNTIL=soon | UNTIL is written as 20261231 or 20261231T220000Z, not \"soon\"",
        "FREQ=DAILY;UNTIL=20260101;COUNT=2 | UNTIL and COUNT do not stand together",
        "FREQ=DAILY;FREQ=DAILY | FREQ stands twice"
      })
  void what_cannot_be_read_is_told(String rule, String sentence) {
    assertThatThrownBy(() -> again(rule, "2026-01-01T00:00:00", BERLIN, "PT1H"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }
}
