package dev.holddown.story;

import static dev.holddown.story.World.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A deploy call hangs, and users see errors: going back waits for nobody. */
class HangingDeployTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: hanging
      title: Release
      subject: {service: checkout, environment: prod}
      stages:
        - stage: Deploy
          items:
            - step: Deploy
              id: deploy
              world.deploy: {version: 1.1.0}
              timeout: 2m
              done: {world.deployed: {}, expect: result.version == '1.1.0'}
      watches:
        - watch: Errors
          id: errors
          world.metric: {name: errors}
          armed: start .. end
          every: 5s
          breach: result.value > percent(5)
          for: 20s
          then: rollback
        - watch: Pages are slow
          id: slow
          world.metric: {name: latency}
          armed: start .. end
          every: 5s
          breach: result.value > 1.0
          for: 30s
          then: rollback
      rollback:
        to: {version: 1.0.0}
        phases:
          - phase: Back
            id: back
            time-box: 5m
            items:
              - step: Back to the version before
                id: go_back
                world.deploy: {version: "${rollback.to.version}"}
                done: {world.deployed: {}, expect: result.version == rollback.to.version}
      """;

  @TempDir Path folder;
  private World world;
  private Target version;
  private String run;

  @BeforeEach
  void the_deploy_call_hangs_and_errors_rise() {
    world = World.inMemory(folder);
    version = world.target("version");
    version.is("1.0.0-broken");
    world.metric("errors").was(0.001);
    world.metric("latency").was(0.2);
    version.takesCalls(Target.Mood.HANGS);
    version.cannotBeInterrupted();
    run = world.start(RELEASE);
    world.goOnTo("10:00:02");
    version.takesCalls(Target.Mood.ANSWERS);
    world.metric("errors").is(0.09);
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  @Test
  @Covers({"I05", "I28", "L34", "F-22"})
  void the_rollback_acts_while_the_call_hangs_and_the_late_landing_is_refused() {
    world.goOnTo("10:00:30");

    assertThat(version.hanging()).isEqualTo(1);
    assertThat(world.log(run).when(RunEvent.RollbackDecided.class)).isEqualTo(at("10:00:25"));
    assertThat(version.landings())
        .singleElement()
        .satisfies(act -> {
          assertThat(act.value()).isEqualTo("1.0.0");
          assertThat(act.at()).isEqualTo(at("10:00:25"));
          assertThat(act.token()).isGreaterThan(version.calls().getFirst().token());
        });
    assertThat(world.state(run).phase())
        .as("its proof stays open while the forward act may still land")
        .isEqualTo(Phase.ROLLING_BACK);

    world.goOnTo("10:01:00");
    version.theHangingRequestArrives();
    world.goOnTo("10:03:00");

    assertThat(version.refusals())
        .singleElement()
        .asString()
        .matches("the token 1\\.1 is older than 1\\.2");
    assertThat(version.value()).isEqualTo("1.0.0");
    assertThat(world.state(run).outcome()).contains(Outcome.ROLLED_BACK);
    assertThat(version.calls()).as("one act forward, one back").hasSize(2);
  }

  @Test
  @Covers({"I05", "F-22"})
  void a_target_without_a_fence_takes_the_late_landing_and_the_phase_is_applied_again() {
    version.isNotFenced();
    world.goOnTo("10:01:00");
    assertThat(version.value()).isEqualTo("1.0.0");
    version.theHangingRequestArrives();
    assertThat(version.value()).isEqualTo("1.1.0");

    world.goOnTo("10:04:00");
    assertThat(version.values()).containsExactly("1.0.0", "1.1.0", "1.0.0");
    Log log = world.log(run);
    assertThat(log.the(RunEvent.ReproofBegan.class).reason())
        .isEqualTo(
            "a forward act was in flight when the rollback began; each proof is asked once more");
    assertThat(world.state(run).outcome()).contains(Outcome.ROLLED_BACK);
    assertThat(log.all(RunEvent.PhaseClosed.class)).hasSize(2).allMatch(e -> e.proved());
  }

  @Test
  @Covers("F-22")
  void a_second_trigger_and_a_person_do_not_start_a_second_rollback() {
    world.metric("latency").is(3.0);
    world.goOnTo("10:00:30");
    assertThat(world.says("bob", run, new RunCommand.Rollback("users complain")))
        .isEqualTo("the run is rolling back already, since 2026-03-02T10:00:25Z");
    assertThat(world.says("bob", run, new RunCommand.Abort("stop it")))
        .isEqualTo("the run is rolling back; an abort does not interrupt that");

    version.theHangingRequestIsLost();
    world.advance(Duration.ofMinutes(5));
    assertThat(world.log(run).all(RunEvent.RollbackDecided.class)).hasSize(1);
    assertThat(version.values()).containsExactly("1.0.0");
    assertThat(world.state(run).outcome()).contains(Outcome.ROLLED_BACK);
  }
}
