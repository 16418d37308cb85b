package dev.holddown.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SettableClockTest {
  private final SettableClock clock = SettableClock.at("2026-03-02T10:00:00Z");

  @Test
  void it_stands_still_until_a_test_moves_it() {
    assertThat(clock.instant()).isEqualTo("2026-03-02T10:00:00Z");
    assertThat(clock.instant()).isEqualTo("2026-03-02T10:00:00Z");
  }

  @Test
  void passing_time_moves_the_wall_clock_and_the_stopwatch_together() {
    assertThat(clock.advance(Duration.ofMinutes(15))).isEqualTo("2026-03-02T10:15:00Z");
    assertThat(clock.nanos().getAsLong()).isEqualTo(Duration.ofMinutes(15).toNanos());
  }

  @Test
  void setting_the_wall_clock_back_leaves_the_stopwatch_alone() {
    clock.advance(Duration.ofSeconds(5));
    clock.set(Instant.parse("2026-03-02T09:00:00Z"));
    assertThat(clock.instant()).isEqualTo("2026-03-02T09:00:00Z");
    assertThat(clock.nanos().getAsLong()).isEqualTo(5_000_000_000L);
  }

  @Test
  void time_does_not_pass_backwards() {
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .hasMessage(
            "time cannot pass backwards by PT-1S; to set the wall clock back use set(Instant)");
  }
}
