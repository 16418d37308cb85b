package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.cli.TestKit;
import dev.holddown.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many requests a caller may make. */
class RateLimitTest {
  private final SettableClock clock = SettableClock.at("2026-05-01T10:00:00Z");

  @Test
  void a_burst_is_taken_and_then_a_steady_rate() {
    RateLimit limit = new RateLimit(new RateLimit.Rate(10, 20), clock.nanos());
    for (int i = 0; i < 20; i++) {
      limit.count("ann");
    }
    assertThatThrownBy(() -> limit.count("ann"))
        .hasMessageContaining("more than 10 requests a second came from this caller");
    assertThatCode(() -> limit.count("bob")).as("another caller").doesNotThrowAnyException();
    clock.advance(Duration.ofMillis(100));
    limit.count("ann");
    assertThatThrownBy(() -> limit.count("ann")).isInstanceOf(Problem.class);
    clock.advance(Duration.ofHours(1));
    for (int i = 0; i < 20; i++) {
      limit.count("ann");
    }
    assertThatThrownBy(() -> limit.count("ann")).as("no more than a burst is saved").isNotNull();
  }

  @Test
  void a_server_refuses_a_flood_of_acts_and_still_goes_back(@TempDir Path folder) {
    // The stopwatch stands still: nothing is filled up while a slow machine asks.
    try (WebLab lab = WebLab.start(new TestKit(folder).stopwatch(() -> 1), false, Map.of())) {
      String ann = lab.token("ann", "work");
      for (int i = 0; i < RateLimit.ACTS.burst(); i++) {
        assertThat(lab.post("/api/v1/runs", ann, "{}").status()).isEqualTo(400);
      }
      assertThat(lab.post("/api/v1/runs", ann, "{}").status()).as("one more").isEqualTo(429);
      assertThat(lab.post("/api/v1/runs/none/rollback", ann, "{}").status()).isEqualTo(404);
      assertThat(lab.post("/api/v1/runs", lab.token("bob", "work"), "{}").status())
          .as("somebody else")
          .isEqualTo(400);
    }
  }
}
