package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a release goes back to is known and frozen before anything is changed. */
class WayBackTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: known_good
      title: Release
      subject: {service: checkout, environment: prod}
      inputs: {version: {type: version}}
      stages:
        - stage: Before
          id: before
          gate: all
          items:
            - {check: Disk, world.metric: {name: disk}, expect: result.value < 0.9}
        - stage: Deploy
          items:
            - step: Deploy
              world.deploy: {version: "${inputs.version}"}
              done: {world.deployed: {}, expect: result.version == inputs.version}
            - {hold: Wait, for: 10m, watch: [queue]}
      watches:
        - watch: Queue
          id: queue
          world.metric: {name: queue}
          breach: result.value > 100.0
          for: 1m
          then: [{page: on_call}]
      rollback:
        to: {version: "${last_good().version}"}
        phases:
          - phase: Back
            time-box: 5m
            items:
              - step: Back
                world.deploy: {version: "${rollback.to.version}"}
                done: {world.deployed: {}, expect: result.version == rollback.to.version}
      """;

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void a_world() {
    world = World.inMemory(folder);
    world.metric("disk").was(0.4);
    world.metric("queue").was(3);
    world.target("version").is("0.9.0");
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  @Test
  @Covers("I30")
  void a_first_release_knows_nothing_good_and_says_how_to_tell_it() {
    String run = world.start(RELEASE, "version=1.0.0");

    RunEvent.GateDecided gate = world.log(run).gate("before");
    assertThat(gate.go()).isFalse();
    assertThat(gate.sentence())
        .startsWith("NO-GO: the way back (rollback.to): ")
        .endsWith(
            "if no release of checkout/prod has succeeded yet, adopt the version that runs:"
                + " holddown known-good add");
    assertThat(world.target("version").calls()).isEmpty();

    world.adopt(RELEASE, "version=0.9.0");
    assertThat(world.says("ann", run, new RunCommand.Recheck("rollback/to", "adopted 0.9.0")))
        .isEmpty();
    assertThat(world.log(run).gate("before").sentence()).isEqualTo("GO: 1 of 1 passed");
    assertThat(world.state(run).wayBack()).containsEntry("version", "0.9.0");
    assertThat(world.card(run)).contains("Back to      version = 0.9.0");
    assertThat(world.says("bob", run, new RunCommand.Rollback("it is slow"))).isEmpty();
    assertThat(world.target("version").values()).containsExactly("1.0.0", "0.9.0");
  }

  @Test
  @Covers("I30")
  void only_a_release_that_succeeded_is_good_and_what_was_frozen_stays() {
    world.adopt(RELEASE, "version=0.9.0");
    world.start(RELEASE, "version=1.0.0");
    world.advance(Duration.ofMinutes(11));
    String bad = world.start(RELEASE, "version=1.1.0");
    assertThat(world.state(bad).wayBack()).containsEntry("version", "1.0.0");
    world.says("bob", bad, new RunCommand.Rollback("errors"));
    assertThat(world.state(bad).outcome()).contains(Outcome.ROLLED_BACK);

    String next = world.start(RELEASE, "version=1.2.0");
    assertThat(world.state(next).wayBack())
        .as("1.1.0 was taken back and is not good")
        .containsEntry("version", "1.0.0");
    world.adopt(RELEASE, "version=9.9.9");
    world.says("bob", next, new RunCommand.Rollback("errors"));

    assertThat(world.target("version").values())
        .containsExactly("1.0.0", "1.1.0", "1.0.0", "1.2.0", "1.0.0");
  }
}
