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

/** An objective of 99.9 %: errors above 1 % for 5 minutes, or a burn rate above 2 for 10. */
class RollbackSignalsTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: shop
      title: Release of shop
      subject: {service: shop, environment: prod}
      inputs: {version: {type: version}}
      vars: {objective: 0.999}
      metrics:
        errors: {world.metric: {name: errors}, unit: ratio, min-samples: 1000}
      stages:
        - stage: Deploy
          items:
            - step: Upgrade
              world.deploy: {version: "${inputs.version}"}
              done: {world.deployed: {}, expect: result.version == inputs.version}
            - {hold: Watch production, for: 1h, watch: [errors, burn]}
      watches:
        - watch: Error rate
          id: errors
          metric: errors
          every: 30s
          breach: result.value > percent(1)
          for: 5m
          then: rollback
        - watch: Burn rate of the error budget
          id: burn
          metric: errors
          every: 30s
          breach: result.value / (1.0 - vars.objective) > 2.0
          for: 10m
          then: rollback
      rollback:
        to: {version: 1.0.0}
        phases:
          - phase: Back
            time-box: 5m
            items:
              - step: Back to the last good revision
                world.deploy: {version: "${rollback.to.version}"}
                done: {world.deployed: {}, expect: result.version == rollback.to.version}
      """;

  @TempDir Path folder;
  private World world;
  private String run;

  @BeforeEach
  void a_release_is_out() {
    world = World.inMemory(folder);
    world.metric("errors").was(0.0004);
    world.target("version").is("1.0.0");
    run = world.start(RELEASE, "version=1.1.0");
    world.goOnTo("10:05:10");
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  @Test
  @Covers({"S-E4", "E-35"})
  void an_error_rate_of_1_3_percent_for_four_and_a_half_minutes_does_not_roll_back() {
    world.metric("errors").is(0.013);
    world.advance(Duration.ofSeconds(270));
    world.metric("errors").is(0.0004);
    world.goOnTo("11:30:00");

    Log log = world.log(run);
    assertThat(log.all(RunEvent.WindowStarted.class))
        .extracting(RunEvent.WindowStarted::watch)
        .containsExactly("errors", "burn");
    assertThat(log.has(RunEvent.Fired.class)).isFalse();
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
    assertThat(world.target("version").value()).isEqualTo("1.1.0");
  }

  @Test
  @Covers("E-35")
  void the_same_error_rate_for_five_minutes_does() {
    world.metric("errors").is(0.013);
    world.advance(Duration.ofMinutes(6));

    RunEvent.Fired fired = world.log(run).the(RunEvent.Fired.class);
    assertThat(fired.watch()).isEqualTo("errors");
    assertThat(fired.sampleAt()).isEqualTo(at("10:10:30"));
    assertThat(world.state(run).outcome()).contains(Outcome.ROLLED_BACK);
  }

  @Test
  @Covers({"S-E4", "E-36"})
  void a_burn_rate_of_two_and_a_half_for_ten_minutes_rolls_back() {
    world.metric("errors").is(0.0025);
    world.advance(Duration.ofMinutes(11));

    Log log = world.log(run);
    RunEvent.Fired fired = log.the(RunEvent.Fired.class);
    assertThat(fired.watch()).isEqualTo("burn");
    assertThat(fired.windowStart()).isEqualTo(at("10:05:30"));
    assertThat(fired.sampleAt()).isEqualTo(at("10:15:30"));
    assertThat(log.when(RunEvent.RollbackDecided.class)).isEqualTo(at("10:15:30"));
    assertThat(world.target("version").values()).containsExactly("1.1.0", "1.0.0");
    assertThat(log.ending())
        .isEqualTo(
            "ROLLED BACK and proved in 0s; cause: watch burn: result.value / (1.0 -"
                + " vars.objective) > 2.0 is true: result.value = 0.0025, vars.objective = 0.999"
                + " for 10m (limit 10m)");
  }
}
