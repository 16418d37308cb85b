package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The machine's wall clock jumps by an hour, ahead or back, while something waits or between two
 * processes. Nothing is over before its time, and time never runs behind the last event.
 */
class ClockJumpTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: jumps
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
            - {hold: Silence, id: silence, for: 20m, watch: [errors], on-breach: restart}
            - signoff: Approval
              id: approval
              sign: {role: approver, count: 2, valid: 1h}
      watches:
        - {watch: Errors, id: errors, metric: errors, armed: ramp .. end, breach: result.value > percent(1), for: 2m, then: rollback}
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
      """;

  @TempDir Path folder;
  private World world;
  private Target version;
  private Target weight;

  @BeforeEach
  void a_world_without_history() {
    world = World.onDisk(folder);
    version = world.target("version");
    weight = world.target("weight");
    version.is("1.0.0");
    weight.is(0L);
    world.metric("errors").on(5_000).was(0.001);
    world.metricsKeepNoHistory();
  }

  @AfterEach
  void time_never_ran_backwards_in_the_log() {
    List<Entry> entries = world.log("run1").entries();
    assertThat(entries).extracting(Entry::at).isSorted();
    world.close();
  }

  private void jumps(int hours) {
    world.wallClockIsWrongBy(Duration.ofHours(hours));
  }

  private void restartsWithAClockThatIsWrongBy(int hours) {
    world.kill();
    world.passes(Duration.ofSeconds(10));
    jumps(hours);
    world.restart();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  @Covers("I32")
  void a_bake_and_a_hold_last_as_long_as_they_should(int hours) {
    world.start(RELEASE);
    world.goOnTo("10:04:00");
    jumps(hours);
    world.goOnTo("10:09:50");
    assertThat(weight.values()).isEqualTo(List.of(10L));
    world.goOnTo("10:10:20");
    assertThat(weight.values()).isEqualTo(List.of(10L, 100L));

    jumps(-hours);
    world.goOnTo("10:29:50");
    assertThat(world.state("run1").item("silence").status()).isEqualTo(ItemStatus.OPEN);
    world.goOnTo("10:30:40");
    assertThat(world.state("run1").item("silence").status()).isEqualTo(ItemStatus.PASSED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  @Covers("I32")
  void a_window_counts_what_passed(int hours) {
    world.start(RELEASE);
    world.goOnTo("10:01:05");
    world.metric("errors").is(0.05);
    world.goOnTo("10:02:00");
    jumps(hours);
    world.goOnTo("10:03:05");
    assertThat(world.log("run1").has(RunEvent.Fired.class)).isFalse();
    world.goOnTo("10:03:20");
    assertThat(world.state("run1").outcome()).contains(Outcome.ROLLED_BACK);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  @Covers("I32")
  void an_act_is_given_its_whole_time_and_no_more(int hours) {
    version.takesCalls(Target.Mood.LOSES_ANSWERS);
    world.start(RELEASE);
    world.goOnTo("10:00:03");
    jumps(hours);
    world.goOnTo("10:00:34");
    assertThat(world.log("run1").has(RunEvent.Settled.class)).isFalse();
    world.goOnTo("10:00:40");
    assertThat(world.log("run1").the(RunEvent.Settled.class).landed()).isTrue();
    assertThat(version.calls()).hasSize(1);
  }

  private void signed() {
    world.start(RELEASE);
    world.goOnTo("10:31:00");
    RunCommand sign = new RunCommand.Sign("approval", "approver", "good");
    assertThat(world.says("bob", "run1", sign)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  @Covers({"I32", "I20"})
  void a_signature_lasts_an_hour(int hours) {
    signed();
    jumps(hours);
    world.advance(Duration.ofMinutes(59));
    assertThat(world.log("run1").has(RunEvent.SignatureVoided.class)).isFalse();
    world.advance(Duration.ofMinutes(2));
    assertThat(world.log("run1").the(RunEvent.SignatureVoided.class).why())
        .isEqualTo("it is older than 1h");
  }

  @Test
  void a_signature_lasts_no_longer_after_a_restart_with_a_clock_an_hour_behind() {
    signed();
    world.advance(Duration.ofMinutes(30));
    restartsWithAClockThatIsWrongBy(-1);
    world.advance(Duration.ofHours(1).plusSeconds(20));

    assertThat(world.log("run1").has(RunEvent.SignatureVoided.class)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  @Covers({"I32", "F-24"})
  void a_bake_is_not_shorter_after_a_restart(int hours) {
    world.start(RELEASE);
    world.goOnTo("10:04:05");
    restartsWithAClockThatIsWrongBy(hours);
    world.advance(Duration.ofMinutes(5).plusSeconds(40));
    assertThat(weight.values()).as("4 min were covered before").isEqualTo(List.of(10L));
    world.advance(Duration.ofSeconds(50));
    assertThat(weight.values()).isEqualTo(List.of(10L, 100L));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  @Covers({"I32", "I24"})
  void a_window_is_neither_longer_nor_shorter_after_a_restart(int hours) {
    world.start(RELEASE);
    world.goOnTo("10:01:05");
    world.metric("errors").is(0.05);
    world.goOnTo("10:02:12");
    restartsWithAClockThatIsWrongBy(hours);
    world.advance(Duration.ofSeconds(40));
    assertThat(world.log("run1").has(RunEvent.Fired.class))
        .as("60 s before, at most 40 s after")
        .isFalse();
    world.advance(Duration.ofSeconds(35));
    assertThat(world.state("run1").outcome()).contains(Outcome.ROLLED_BACK);
  }
}
