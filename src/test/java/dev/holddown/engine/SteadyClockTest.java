package dev.holddown.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");

  private final SettableClock machine = SettableClock.at("2026-03-02T10:00:00Z");
  private final SteadyClock clock = new SteadyClock(machine, machine.nanos());

  @Test
  void a_wall_clock_that_jumps_moves_nothing() {
    machine.advance(Duration.ofSeconds(5));
    machine.set(TEN.minus(Duration.ofHours(1)));

    assertThat(clock.instant()).isEqualTo(TEN.plusSeconds(5));
  }

  @Test
  void after_a_restart_time_does_not_begin_before_the_last_event() {
    clock.notBefore(TEN.plusSeconds(3_600));
    machine.advance(Duration.ofSeconds(5));

    assertThat(clock.instant()).isEqualTo(TEN.plusSeconds(3_605));
  }

  @Test
  void a_last_event_in_the_past_changes_nothing() {
    clock.notBefore(TEN.minusSeconds(3_600));

    assertThat(clock.instant()).isEqualTo(TEN);
  }
}
