package dev.holddown.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times in the database are exact both ways. */
class SortableTimeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z", "2026-11-21T10:00:00.000000001Z", "2026-02-28T23:59:59.999999999Z",
        "2024-02-29T12:30:45.123Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
        "+12345-01-01T00:00:00Z", "-0001-06-01T00:00:00Z"
      })
  void a_time_reads_as_it_was_written(String time) {
    Instant instant = Instant.parse(time);
    assertThat(SortableTime.instant(SortableTime.text(instant))).isEqualTo(instant);
    assertThat(SortableTime.instant(time)).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-01-01T00:00:00Z", "-0001-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59.5Z",
        "2026-11-21T10:00:00Z", "2000-02-29T01:02:03.000000004Z", "9999-12-31T23:59:59.999999999Z",
        "+10000-01-01T00:00:00Z"
      })
  void a_time_is_written_as_the_java_library_writes_it(String time) {
    Instant instant = Instant.parse(time);
    DateTimeFormatter nine = new DateTimeFormatterBuilder().appendInstant(9).toFormatter();
    assertThat(SortableTime.text(instant)).isEqualTo(nine.format(instant));
  }

  @Test
  void what_is_no_time_is_refused() {
    for (String text :
        new String[] {"", "2026-13-21T10:00:00.000000000Z", "2026-11-2xT10:00:00.000000000Z"}) {
      assertThatThrownBy(() -> SortableTime.instant(text)).isInstanceOf(DateTimeException.class);
    }
  }
}
