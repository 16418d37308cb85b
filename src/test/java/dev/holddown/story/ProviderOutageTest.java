package dev.holddown.story;

import static dev.holddown.story.World.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.testing.Covers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus cannot be asked during a canary: promotion holds, somebody is paged, no rollback. */
class ProviderOutageTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: canary
      title: Canary
      subject: {service: checkout, environment: prod}
      inputs: {prometheus: {type: url}}
      metrics:
        errors:
          prometheus.query:
            url: "${inputs.prometheus}"
            query: sum(rate(http_requests_total[1m]))
            samples: count(http_requests_total)
          unit: ratio
          min-samples: 20
      stages:
        - stage: Canary
          items:
            - rollout: Ramp
              id: ramp
              router: {world.shift: {}}
              steps: [{weight: 10, bake: 10m}, {weight: 100}]
              watch: [errors]
              on-breach: rollback
      watches:
        - watch: Errors
          id: errors
          metric: errors
          breach: result.value > percent(1)
          for: 2m
          then: rollback
      rollback:
        phases:
          - phase: Traffic back
            time-box: 5m
            items:
              - step: No traffic for the canary
                world.shift: {weight: 0}
                done: {world.weights: {}, expect: result.weight == 0}
      """;

  @TempDir Path folder;
  private World world;
  private FakePrometheus prometheus;
  private String run;

  @BeforeEach
  void a_canary_bakes() throws IOException {
    world = World.inMemory(folder);
    world.metric("errors").on(500).was(0.002);
    prometheus = new FakePrometheus(world.metric("errors"));
    run = world.start(RELEASE, "prometheus=" + prometheus.url());
    world.goOnTo("10:04:05");
    assertThat(world.target("weight").values()).isEqualTo(List.of(10L));
  }

  @AfterEach
  void the_end() {
    world.close();
    prometheus.close();
  }

  @Test
  @Covers({"F-25", "F-10", "I25", "I26"})
  void an_outage_holds_the_bake_pages_after_two_intervals_and_never_rolls_back() {
    prometheus.goesDown();
    world.goOnTo("10:04:15");
    assertThat(world.log(run).the(RunEvent.Blinded.class).since()).isEqualTo(at("10:04:00"));
    assertThat(world.pages()).isEmpty();
    world.goOnTo("10:04:21");
    assertThat(world.pages())
        .singleElement()
        .asString()
        .startsWith("PAGE Canary (checkout/prod, run run1): watch errors: blind for 20s: ")
        .contains("503");
    world.goOnTo("11:00:00");

    assertThat(world.target("weight").values()).isEqualTo(List.of(10L));
    assertThat(world.state(run).phase()).isEqualTo(Phase.FORWARD);
    assertThat(world.log(run).has(RunEvent.RollbackDecided.class)).isFalse();
    assertThat(world.pages()).as("paged once").hasSize(1);

    prometheus.comesBack();
    world.goOnTo("11:05:55");
    assertThat(world.target("weight").values())
        .as("four minutes were covered before, six are needed now")
        .isEqualTo(List.of(10L));
    world.goOnTo("11:06:10");
    assertThat(world.target("weight").values()).isEqualTo(List.of(10L, 100L));
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  @Covers({"F-25", "F-10", "I25", "I26"})
  void no_data_does_the_same() {
    world.metric("errors").isSilent();
    world.goOnTo("10:30:00");

    Log log = world.log(run);
    assertThat(log.all(RunEvent.Blinded.class))
        .extracting(RunEvent.Blinded::cause)
        .containsOnly("no data");
    assertThat(world.pages()).singleElement().asString().contains("blind for 20s");
    assertThat(world.target("weight").values()).isEqualTo(List.of(10L));
    assertThat(log.has(RunEvent.RollbackDecided.class)).isFalse();

    world.metric("errors").is(0.002);
    world.advance(Duration.ofMinutes(6).plusSeconds(10));
    assertThat(world.target("weight").values()).isEqualTo(List.of(10L, 100L));
  }

  @Test
  @Covers({"I24", "I26"})
  void an_outage_inside_a_breach_neither_clears_nor_completes_its_window() {
    world.metric("errors").is(0.05);
    world.goOnTo("10:05:15");
    prometheus.goesDown();
    world.goOnTo("10:20:05");
    assertThat(world.log(run).has(RunEvent.RollbackDecided.class)).isFalse();

    prometheus.comesBack();
    world.goOnTo("10:20:55");
    assertThat(world.log(run).has(RunEvent.RollbackDecided.class))
        .as("60 s counted before, 40 s after")
        .isFalse();
    world.goOnTo("10:21:10");
    RunEvent.Fired fired = world.log(run).all(RunEvent.Fired.class).getLast();
    assertThat(fired.windowStart()).isEqualTo(at("10:04:10"));
    assertThat(fired.sampleAt()).isEqualTo(at("10:21:10"));
    assertThat(world.target("weight").values()).isEqualTo(List.of(10L, 0L));
  }
}
