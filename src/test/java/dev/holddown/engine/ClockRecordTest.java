package dev.holddown.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClockRecordTest {
  private static final Optional<ClockRecord> FIRST =
      Optional.of(new ClockRecord("boot-a", 100, 5_000));

  @Test
  void the_first_process_of_a_boot_knows_nothing_of_what_was_before() {
    ClockRecord record = ClockRecord.next(FIRST, "boot-b", 200, 7_000);

    assertThat(record).isEqualTo(new ClockRecord("boot-b", 200, 7_000));
    assertThat(record.ahead(200, 7_000)).isEmpty();
    assertThat(record.ahead(201, 7_000)).contains(Duration.ZERO);
  }

  @Test
  void of_one_boot_the_clock_that_was_most_behind_is_remembered() {
    ClockRecord second = ClockRecord.next(FIRST, "boot-a", 200, 9_000);
    ClockRecord third = ClockRecord.next(Optional.of(second), "boot-a", 300, 4_000);

    assertThat(second).isEqualTo(FIRST.orElseThrow());
    assertThat(second.ahead(101, 9_000)).contains(Duration.ofNanos(4_000));
    assertThat(third).isEqualTo(new ClockRecord("boot-a", 100, 4_000));
    assertThat(third.ahead(101, 6_500)).contains(Duration.ofNanos(2_500));
  }

  @Test
  void what_is_written_is_read_back() {
    assertThat(ClockRecord.parse(FIRST.orElseThrow().text())).isEqualTo(FIRST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not known",
        "holddown-clock-1 boot 1",
        "holddown-clock-1 boot 1 x",
        "holddown-clock-2 boot 1 1",
        "holddown-clock-1 boot 1 1 1"
      })
  void anything_else_is_not_known(String text) {
    assertThat(ClockRecord.parse(text)).isEmpty();
  }
}
