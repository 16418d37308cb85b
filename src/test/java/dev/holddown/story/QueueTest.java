package dev.holddown.story;

import static dev.holddown.story.World.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Token;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.Request;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One release at a time of a service; going back does not queue. */
class QueueTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: queued
      title: Release
      subject: {service: checkout, environment: prod}
      inputs: {version: {type: version}, good: {type: version}}
      stages:
        - stage: Deploy
          items:
            - step: Deploy
              id: deploy
              world.deploy: {version: "${inputs.version}"}
              timeout: 30s
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
        to: {version: "${inputs.good}"}
        phases:
          - phase: Back
            time-box: 5m
            items:
              - step: Back
                id: back
                world.deploy: {version: "${rollback.to.version}"}
                done: {world.deployed: {}, expect: result.version == rollback.to.version}
      """;

  @TempDir Path folder;
  private World world;
  private Target version;

  /** Where it plays; {@link OnPostgresTest} has another place. */
  World newWorld(Path at) {
    return World.onDisk(at);
  }

  @BeforeEach
  void a_world_on_disk() {
    world = newWorld(folder);
    version = world.target("version");
    version.is("1.0.0");
    world.metric("queue").was(3);
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  @Test
  @Covers({"F-21", "I12"})
  void a_second_release_waits_and_starts_by_itself_when_the_first_has_ended() {
    String first = world.start(RELEASE, "version=1.1.0", "good=1.0.0");
    world.goOnTo("10:03:00");
    String second = world.start(RELEASE, "version=1.2.0", "good=1.1.0");
    world.goOnTo("10:04:00");
    String third = world.start(RELEASE, "version=1.3.0", "good=1.2.0");

    assertThat(world.state(second).phase()).isEqualTo(Phase.QUEUED);
    assertThat(world.state(second).queuedBehind()).isEqualTo(first);
    assertThat(world.says("bob", second, new RunCommand.Rollback("changed my mind")))
        .isEqualTo("the run waits for the lock and has changed nothing; abort it instead");
    assertThat(version.values()).containsExactly("1.1.0");

    world.goOnTo("10:10:01");
    assertThat(world.state(first).outcome()).contains(Outcome.SUCCEEDED);
    assertThat(version.values()).containsExactly("1.1.0", "1.2.0");
    assertThat(version.landings().getLast().at()).isEqualTo(at("10:10:00"));
    assertThat(world.state(third).phase()).isEqualTo(Phase.QUEUED);

    world.kill();
    world.restart();
    world.goOnTo("10:31:00");
    assertThat(version.values()).containsExactly("1.1.0", "1.2.0", "1.3.0");
    assertThat(version.landings()).extracting(Target.Landing::token).isSorted();
    assertThat(world.log(third).ending()).startsWith("SUCCEEDED");
  }

  @Test
  @Covers({"F-21", "F-23"})
  void an_abort_says_what_is_in_place_and_lets_the_next_one_start() {
    String first = world.start(RELEASE, "version=1.1.0", "good=1.0.0");
    String second = world.start(RELEASE, "version=1.2.0", "good=1.0.0");
    assertThat(world.says("bob", first, new RunCommand.Abort("wrong day"))).isEmpty();

    assertThat(world.log(first).ending())
        .isEqualTo(
            "ABORTED; in place: Deploy; nothing was taken back: holddown rollback "
                + first
                + " does that");
    assertThat(world.state(second).phase()).isEqualTo(Phase.FORWARD);
  }

  @Test
  @Covers({"F-21", "F-22", "I05", "I06"})
  void taking_back_a_closed_run_takes_the_lock_from_a_forward_run() {
    String first = world.start(RELEASE, "version=1.1.0", "good=1.0.0");
    world.goOnTo("10:11:00");
    version.takesCalls(Target.Mood.HANGS);
    String second = world.start(RELEASE, "version=1.2.0", "good=1.1.0");
    String third = world.start(RELEASE, "version=1.3.0", "good=1.1.0");
    version.takesCalls(Target.Mood.ANSWERS);
    Actor bob = Actor.person("bob");

    Request.Reply reply = world.ask(new Request.TakeBack(first, "1.1.0 loses orders", bob));

    assertThat(reply.accepted()).isTrue();
    String back = reply.run();
    assertThat(back).isEqualTo(first + "-back");
    assertThat(world.state(back).head().linkedTo()).contains(first);
    assertThat(version.values()).containsExactly("1.1.0", "1.0.0");
    assertThat(version.landings().getLast().at()).isEqualTo(at("10:11:00"));
    assertThat(world.state(back).phase())
        .as("its proof stays open while the act of the other run may still land")
        .isEqualTo(Phase.ROLLING_BACK);
    assertThat(world.log(second).the(RunEvent.LockLost.class).to()).isEqualTo(back);
    Token hanging = version.calls().get(1).token();
    assertThat(version.landings().getLast().token()).isGreaterThan(hanging);

    version.theHangingRequestArrives();
    assertThat(version.refusals()).hasSize(1);
    world.advance(Duration.ofMinutes(2));
    assertThat(world.log(back).ending()).startsWith("ROLLED BACK and proved in 35s");
    assertThat(world.state(second).outcome()).contains(Outcome.ABORTED);
    assertThat(world.state(third).phase()).isEqualTo(Phase.FORWARD);
    assertThat(version.values()).isEqualTo(List.of("1.1.0", "1.0.0", "1.3.0"));
    assertThat(world.log(back).the(RunEvent.Overtook.class).run()).isEqualTo(second);
    assertThat(world.ask(new Request.TakeBack(first, "again", bob)).sentence())
        .isEqualTo("run " + first + " is taken back by run " + back + " already");
  }

  @Test
  @Covers({"F-22", "I05", "I06"})
  void what_another_run_still_lands_on_a_target_without_a_fence_is_taken_back_too() {
    String first = world.start(RELEASE, "version=1.1.0", "good=1.0.0");
    world.goOnTo("10:11:00");
    version.isNotFenced();
    version.takesCalls(Target.Mood.HANGS);
    world.start(RELEASE, "version=1.2.0", "good=1.1.0");
    version.takesCalls(Target.Mood.ANSWERS);
    String back = world.ask(new Request.TakeBack(first, "bad", Actor.person("bob"))).run();
    world.goOnTo("10:11:20");
    version.theHangingRequestArrives();
    assertThat(version.value()).isEqualTo("1.2.0");

    world.goOnTo("10:13:00");
    assertThat(version.values()).containsExactly("1.1.0", "1.0.0", "1.2.0", "1.0.0");
    assertThat(world.log(back).ending()).startsWith("ROLLED BACK and proved");
  }
}
