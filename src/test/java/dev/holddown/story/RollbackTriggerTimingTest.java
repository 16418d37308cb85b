package dev.holddown.story;

import static dev.holddown.story.World.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a full rollout two triggers look on: 5xx above 1 % for 2 minutes, p99 doubled for 3. */
class RollbackTriggerTimingTest {
  private static final String PROMOTE =
      """
      kind: playbook
      id: promote
      title: Promote checkout
      subject: {service: checkout, environment: prod}
      inputs:
        version: {type: version}
        good: {type: version}
      metrics:
        http_5xx: {world.metric: {name: http_5xx}, unit: ratio, min-samples: 1000}
        p99:
          world.metric: {name: p99}
          unit: s
          min-samples: 1000
          baseline: {frozen: start, over: 60m}
      stages:
        - stage: Full rollout
          id: full
          items:
            - step: Deploy
              world.deploy: {version: "${inputs.version}"}
              done: {world.deployed: {}, expect: result.version == inputs.version}
        - stage: After
          items:
            - {hold: Silence, for: 30m, watch: [http_5xx, p99]}
      watches:
        - watch: 5xx above 1 %
          id: http_5xx
          metric: http_5xx
          breach: result.value > percent(1)
          for: 2m
          then: rollback
        - watch: p99 above twice its baseline
          id: p99
          metric: p99
          breach: result.value > 2.0 * baseline.value
          for: 3m
          then: rollback
      rollback:
        to: {version: "${inputs.good}"}
        phases:
          - phase: Back
            time-box: 10m
            items:
              - choose: Is the deployment under way?
                world.deployment: {}
                cases:
                  - case: Under way
                    when: result.status == "InProgress"
                    items:
                      - step: Stop the deployment with automatic rollback
                        world.stop_deployment: {status: Stopped}
                        done: {world.deployment: {}, expect: result.status == "Stopped"}
                  - case: Finished
                    when: result.status == "Succeeded"
                    items:
                      - step: Redeploy the version that was good
                        world.deploy: {version: "${rollback.to.version}"}
                        done:
                          world.deployed: {}
                          expect: result.version == rollback.to.version
                      - step: Point the live alias back
                        world.set_alias: {version: "${rollback.to.version}"}
                        done: {world.alias: {}, expect: result.version == rollback.to.version}
                otherwise: {page: on_call}
      """;

  @TempDir Path folder;
  private World world;
  private String run;

  /** Where it plays; {@link OnPostgresTest} has another place. */
  World newWorld(Path at) {
    return World.inMemory(at);
  }

  @BeforeEach
  void after_a_full_rollout() {
    world = newWorld(folder);
    world.metric("http_5xx").on(12_000).was(0.003);
    world.metric("p99").on(12_000).was(0.300);
    world.target("version").is("1.0.0");
    world.target("alias").is("1.1.0");
    world.target("deployment").is("InProgress");
    run = world.start(PROMOTE, "version=1.1.0", "good=1.0.0");
    world.goOnTo("10:01:05");
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  @Test
  @Covers({"S-C3", "C-43"})
  void ninety_seconds_of_5xx_do_not_fire_a_trigger_of_two_minutes() {
    world.metric("http_5xx").is(0.012);
    world.advance(Duration.ofSeconds(90));
    world.metric("http_5xx").is(0.003);
    world.goOnTo("10:45:00");

    Log log = world.log(run);
    assertThat(log.the(RunEvent.WindowStarted.class).sampleAt()).isEqualTo(at("10:01:10"));
    assertThat(log.the(RunEvent.WindowCleared.class).sampleAt()).isEqualTo(at("10:02:40"));
    assertThat(log.has(RunEvent.Fired.class)).isFalse();
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  @Covers({"S-C3", "C-42", "C-44", "C-48"})
  void doubled_latency_fires_at_the_sample_that_completes_three_minutes_and_stops_the_deployment() {
    world.metric("p99").is(0.640);
    world.advance(Duration.ofSeconds(190));

    Log log = world.log(run);
    RunEvent.Fired fired = log.the(RunEvent.Fired.class);
    assertThat(fired.watch()).isEqualTo("p99");
    assertThat(fired.windowStart()).isEqualTo(at("10:01:10"));
    assertThat(fired.sampleAt()).isEqualTo(at("10:04:10"));
    assertThat(fired.reason())
        .isEqualTo(
            "result.value > 2.0 * baseline.value is true: result.value = 0.64,"
                + " baseline.value = 0.3 for 3m (limit 3m)");
    assertThat(log.when(RunEvent.RollbackDecided.class)).isEqualTo(at("10:04:10"));
    assertThat(world.target("deployment").landings())
        .singleElement()
        .satisfies(act -> {
          assertThat(act.at()).isEqualTo(at("10:04:10"));
          assertThat(act.value()).isEqualTo("Stopped");
        });
    assertThat(world.target("version").values()).containsExactly("1.1.0");
    assertThat(log.ending())
        .startsWith("ROLLED BACK and proved in 0s; cause: watch p99: result.value > 2.0");
  }

  @Test
  @Covers({"S-C3", "C-48", "X-33"})
  void a_deployment_that_is_finished_is_not_stopped_but_redeployed_and_the_alias_set_back() {
    world.target("deployment").is("Succeeded");
    world.metric("p99").is(0.640);
    world.goOnTo("10:04:10");

    assertThat(world.target("deployment").landings()).isEmpty();
    assertThat(world.target("version").values()).containsExactly("1.1.0", "1.0.0");
    assertThat(world.target("version").landings().getLast().at()).isEqualTo(at("10:04:10"));
    assertThat(world.target("alias").values()).containsExactly("1.0.0");
    assertThat(world.state(run).outcome()).contains(Outcome.ROLLED_BACK);
  }
}
