package dev.holddown.story;

import static dev.holddown.story.World.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.ActState;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.spi.Operation;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed; all that is left is its store. The next one goes on from there. */
class RestartTest {
  /** Deploy, then traffic in two steps under one watch; {@link SeveralNodesTest} has it too. */
  static final String RELEASE =
      """
      kind: playbook
      id: restarted
      title: Release
      subject: {service: checkout, environment: prod}
      metrics:
        errors: {world.metric: {name: errors}, unit: ratio, min-samples: 100}
      stages:
        - stage: Deploy
          items:
            - step: Deploy
              id: deploy
              world.deploy: {version: 1.1.0}
              timeout: 30s
              done: {world.deployed: {}, expect: result.version == '1.1.0'}
        - stage: Canary
          items:
            - rollout: Ramp
              id: ramp
              router: {world.shift: {}}
              steps: [{weight: 10, bake: 10m}, {weight: 100}]
              watch: [errors]
      watches:
        - watch: Errors
          id: errors
          metric: errors
          armed: ramp .. end
          breach: result.value > percent(1)
          for: 2m
          then: rollback
      rollback:
        to: {version: 1.0.0}
        phases:
          - phase: Traffic back
            id: traffic
            time-box: 5m
            items:
              - step: No traffic for the canary
                id: no_traffic
                world.shift: {weight: 0}
                done: {world.weights: {}, expect: result.weight == 0}
          - phase: Version back
            id: version
            time-box: 5m
            items:
              - step: Old version
                id: old_version
                world.deploy: {version: "${rollback.to.version}"}
                timeout: 30s
                done: {world.deployed: {}, expect: result.version == rollback.to.version}
      """;

  @TempDir Path folder;
  private World world;
  private Target version;
  private Target weight;

  /** Where it plays; {@link OnPostgresTest} has another place. */
  World newWorld(Path at) {
    return World.onDisk(at);
  }

  @BeforeEach
  void a_world_on_disk() {
    world = newWorld(folder);
    version = world.target("version");
    weight = world.target("weight");
    version.is("1.0.0");
    weight.is(0L);
    world.metric("errors").on(5_000).was(0.001);
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  private void killed(Duration down) {
    world.kill();
    version.takesCalls(Target.Mood.ANSWERS);
    world.passes(down);
    world.restart();
  }

  @Test
  @Covers({"F-24", "I01", "I03", "I04"})
  void an_act_that_had_landed_is_found_to_be_done_and_not_done_again() {
    version.takesCalls(Target.Mood.CHANGES_AND_HANGS);
    String run = world.start(RELEASE);
    world.goOnTo("10:00:03");
    assertThat(version.values()).containsExactly("1.1.0");

    killed(Duration.ofSeconds(10));
    assertThat(world.state(run).item("deploy").act().map(ActState::status))
        .contains(ActState.Status.UNSETTLED);
    world.goOnTo("10:00:34");
    assertThat(world.log(run).has(RunEvent.Settled.class))
        .as("it may land until its 30 s and the grace of 5 s are over")
        .isFalse();
    world.goOnTo("10:00:36");

    RunEvent.Settled settled = world.log(run).the(RunEvent.Settled.class);
    assertThat(settled.landed()).isTrue();
    assertThat(settled.how()).startsWith("it is in place: result.version == '1.1.0' is true");
    assertThat(version.calls()).hasSize(1);
    assertThat(weight.values()).isEqualTo(List.of(10L));
  }

  @Test
  @Covers({"F-24", "I01", "I03", "I04"})
  void an_act_that_had_not_landed_is_done_once_under_the_same_operation_id() {
    version.takesCalls(Target.Mood.HANGS);
    String run = world.start(RELEASE);
    world.goOnTo("10:00:03");

    killed(Duration.ofSeconds(10));
    version.theHangingRequestIsLost();
    world.goOnTo("10:00:36");

    RunEvent.Settled settled = world.log(run).the(RunEvent.Settled.class);
    assertThat(settled.landed()).isFalse();
    assertThat(version.values()).containsExactly("1.1.0");
    assertThat(version.calls()).hasSize(2);
    assertThat(version.calls().stream().map(Operation::id).distinct()).hasSize(1);
    assertThat(version.calls().get(1).token()).isGreaterThan(version.calls().get(0).token());
    assertThat(version.landings().getFirst().at()).isEqualTo(at("10:00:35"));
    assertThat(weight.values()).isEqualTo(List.of(10L));
  }

  @Test
  @Covers({"I24", "F-24"})
  void a_window_goes_on_where_it_was_and_time_without_samples_does_not_count() {
    world.metricsKeepNoHistory();
    String run = world.start(RELEASE);
    world.goOnTo("10:01:05");
    world.metric("errors").is(0.05);
    world.goOnTo("10:02:12");

    killed(Duration.ofMinutes(10));
    assertThat(world.state(run).watch("errors").window("breach").orElseThrow().start())
        .isEqualTo(at("10:01:10"));
    world.goOnTo("10:13:11");
    Log log = world.log(run);
    assertThat(log.the(RunEvent.WindowGapped.class).from()).isEqualTo(at("10:02:10"));
    assertThat(log.the(RunEvent.WindowGapped.class).to()).isEqualTo(at("10:12:12"));
    assertThat(log.has(RunEvent.Fired.class)).as("60 s before, 59 s after").isFalse();

    world.goOnTo("10:13:13");
    RunEvent.Fired fired = world.log(run).the(RunEvent.Fired.class);
    assertThat(fired.windowStart()).isEqualTo(at("10:01:10"));
    assertThat(fired.reason()).endsWith("for 2m (limit 2m)");
    assertThat(weight.values()).isEqualTo(List.of(10L, 0L));
    assertThat(world.state(run).outcome()).contains(Outcome.ROLLED_BACK);
  }

  @Test
  @Covers({"I24", "L34"})
  void what_the_provider_remembers_of_the_gap_counts() {
    String run = world.start(RELEASE);
    world.goOnTo("10:01:05");
    world.metric("errors").is(0.05);
    world.goOnTo("10:02:12");

    killed(Duration.ofMinutes(10));

    Log log = world.log(run);
    assertThat(log.has(RunEvent.WindowGapped.class)).isFalse();
    assertThat(log.the(RunEvent.Fired.class).sampleAt()).isEqualTo(at("10:03:10"));
    assertThat(log.when(RunEvent.RollbackDecided.class)).isEqualTo(at("10:12:12"));
    assertThat(world.state(run).outcome()).contains(Outcome.ROLLED_BACK);
  }

  @Test
  @Covers("F-24")
  void a_bake_does_not_count_the_time_in_which_nobody_looked() {
    world.metricsKeepNoHistory();
    String run = world.start(RELEASE);
    world.goOnTo("10:04:05");
    killed(Duration.ofHours(1));
    world.advance(Duration.ofMinutes(5).plusSeconds(50));
    assertThat(weight.values()).isEqualTo(List.of(10L));

    world.advance(Duration.ofSeconds(20));
    assertThat(weight.values()).isEqualTo(List.of(10L, 100L));
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  @Covers({"F-24", "F-22", "I03", "I04"})
  void a_rollback_goes_on_at_the_phase_where_it_was() {
    String run = world.start(RELEASE);
    world.goOnTo("10:01:05");
    world.metric("errors").is(0.05);
    version.takesCalls(Target.Mood.HANGS);
    world.goOnTo("10:03:15");
    assertThat(weight.values()).isEqualTo(List.of(10L, 0L));
    assertThat(version.hanging()).isEqualTo(1);

    killed(Duration.ofSeconds(20));
    version.theHangingRequestIsLost();
    world.advance(Duration.ofSeconds(1));

    assertThat(weight.calls()).as("the first phase is not done again").hasSize(2);
    assertThat(version.values()).containsExactly("1.1.0", "1.0.0");
    assertThat(version.calls().getLast().id()).isEqualTo(version.calls().get(1).id());
    assertThat(world.state(run).phase())
        .as("the lost call may still land")
        .isEqualTo(Phase.ROLLING_BACK);
    world.advance(Duration.ofMinutes(5));
    Log log = world.log(run);
    assertThat(log.all(RunEvent.PhaseOpened.class)).hasSize(2);
    RunEvent.Intended lost =
        log.all(RunEvent.Intended.class).stream()
            .filter(e -> e.key().equals("old_version"))
            .findFirst()
            .orElseThrow();
    assertThat(log.when(RunEvent.Closed.class)).isEqualTo(lost.act().landsUntil());
    assertThat(world.state(run).outcome()).contains(Outcome.ROLLED_BACK);
    assertThat(world.store().verify().firstBad()).isEmpty();
  }
}
