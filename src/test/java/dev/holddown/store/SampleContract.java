package dev.holddown.store;

import static dev.holddown.store.Given.T;
import static dev.holddown.store.Given.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.board.Told;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.EventStore.Sample;
import dev.holddown.engine.port.MonitorTold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How every event store keeps samples for charts. */
abstract class SampleContract extends StoreContract {
  @Test
  void samples_come_back_since_a_moment_oldest_first() {
    store.keep(List.of(sample("r-1", "p99", 20, 2), sample("r-1", "p99", 10, 1)));
    store.keep(List.of(sample("r-1", "p99", 30, 3), sample("r-1", "errors", 30, 9)));
    store.keep(List.of(sample("r-2", "p99", 30, 7)));

    assertThat(store.samples("r-1", "p99", T.plusSeconds(20)))
        .containsExactly(sample("r-1", "p99", 20, 2), sample("r-1", "p99", 30, 3));
    assertThat(store.samples("r-1", "p99", Instant.EPOCH)).hasSize(3);
    assertThat(store.samples("r-1", "p99", T.plusSeconds(31))).isEmpty();
    assertThat(store.samples("r-3", "p99", T)).isEmpty();
  }

  @Test
  void the_newest_of_each_watch_is_the_one_with_the_latest_moment() {
    store.keep(
        List.of(
            sample("r-1", "p99", 20, 2),
            sample("r-1", "p99", 10, 1),
            sample("r-1", "errors", 5, 3),
            sample("r-2", "errors", 50, 4)));

    assertThat(store.latest("r-1"))
        .containsExactlyInAnyOrder(sample("r-1", "p99", 20, 2), sample("r-1", "errors", 5, 3));
  }

  @Test
  void what_a_monitor_tells_comes_back_until_something_newer_is_told() {
    Told.Advice advice =
        new Told.Advice(
            List.of(
                new Told.Branch(
                    "webhook delivery",
                    "look at \"hooks\"",
                    "/runbook#1",
                    Optional.of(new Told.Runbook("inc_003", "prod", Map.of("base", "x"))))),
            Map.of("version", Map.of("live", "42", "routes", List.of(1.5, true))));
    Told.Table table =
        new Told.Table(List.of(Map.of("agent", "a-1", "age", 40.5), Map.of("agent", "é\n")), 3);
    MonitorTold first =
        new MonitorTold(
            "board/b",
            "fleet#1",
            T.plusSeconds(10),
            new Told(T.plusMillis(9_999), Duration.ofMillis(12), "2 agents dead", table, advice));
    MonitorTold other =
        new MonitorTold("board/b", "drift#1", T, Told.nothing(T, Duration.ofMillis(3)));
    store.tell(List.of(first, other, new MonitorTold("board/c", "fleet#1", T, other.told())));
    assertThat(store.told("board/b")).containsExactlyInAnyOrder(first, other);

    MonitorTold newer = new MonitorTold("board/b", "fleet#1", T.plusSeconds(20), other.told());
    store.tell(List.of(newer));
    store.keep(List.of(sample("board/b", "fleet#1", 20, 2)));
    assertThat(store.told("board/b")).containsExactlyInAnyOrder(newer, other);
    assertThat(store.samples("board/b", "fleet#1", Instant.EPOCH)).hasSize(1);
    assertThat(store.told("board/d")).isEmpty();
  }

  @Test
  void a_sample_of_the_same_moment_takes_the_place_of_the_one_before() {
    store.keep(List.of(sample("r-1", "p99", 10, 1)));
    store.keep(List.of(sample("r-1", "p99", 10, 2)));

    assertThat(store.samples("r-1", "p99", T)).containsExactly(sample("r-1", "p99", 10, 2));
  }

  @Test
  void a_sample_without_a_number_comes_back_without_one() {
    Reading blind =
        new Reading(
            T.plusNanos(7), Reading.Kind.ERROR, Double.NaN, Double.NaN, "refused", List.of());
    store.keep(List.of(new Sample("r-1", "p99", blind)));
    reopen();

    assertThat(store.samples("r-1", "p99", T)).containsExactly(new Sample("r-1", "p99", blind));
  }

  @Test
  void beyond_five_thousand_the_oldest_samples_of_a_watch_are_dropped() {
    for (int batch = 0; batch < 12; batch++) {
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        samples.add(sample("r-1", "p99", batch * 500 + i, i));
      }
      samples.add(sample("r-1", "errors", batch, 1));
      store.keep(samples);
    }

    List<Sample> kept = store.samples("r-1", "p99", Instant.EPOCH);

    assertThat(kept).hasSize(5_000);
    assertThat(kept.getFirst().reading().at()).isEqualTo(T.plusSeconds(1_000));
    assertThat(kept.getLast().reading().at()).isEqualTo(T.plusSeconds(5_999));
    assertThat(store.samples("r-1", "errors", Instant.EPOCH)).hasSize(12);
    assertThat(store.verify().firstBad()).isEmpty();
  }
}
