package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.run.ActState;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.Engine;
import dev.holddown.engine.Jobs;
import dev.holddown.engine.Mailbox;
import dev.holddown.engine.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No memory, no thread, a stack too small: whoever waits is told, and nothing stands for ever. */
@Timeout(120)
class EngineFaultTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: faults
      title: Release
      subject: {service: checkout, environment: prod}
      stages:
        - stage: Before
          id: before
          items:
            - {check: Errors, id: errors, world.metric: {name: errors}, expect: result.value < 1.0}
        - stage: Change
          id: change
          items:
            - step: Deploy
              id: deploy
              world.deploy: {version: {secret: version}}
              timeout: 10s
              done: {world.deployed: {}, expect: result.version == '2.0'}
      """;

  @TempDir Path folder;

  private static Optional<ActState.Status> act(World world, String run) {
    return world.state(run).item("deploy").act().map(ActState::status);
  }

  @Test
  void
      a_fault_of_the_machine_in_a_check_is_an_answer_and_in_an_act_it_is_not_known_what_was_done() {
    try (World world = World.inMemory(folder)) {
      world.secret("version", "2.0");
      world.metric("errors").breaks();
      String run = world.start(RELEASE);
      assertThat(world.state(run).item("errors").status()).isEqualTo(ItemStatus.ERRORED);
      assertThat(world.state(run).item("errors").reason())
          .contains("a fault in Holddown: java.lang.StackOverflowError: too deep");
    }
    try (World world = World.inMemory(folder)) {
      world.secret("version", "2.0");
      world.metric("errors").is(0);
      world.target("version").takesCalls(Target.Mood.BREAKS);
      String run = world.start(RELEASE);
      assertThat(act(world, run)).contains(ActState.Status.UNSETTLED);
    }
  }

  @Test
  void an_act_that_goes_on_and_cannot_be_looked_after_any_more_is_settled_and_not_waited_for()
      throws Exception {
    try (World world = World.onDisk(folder)) {
      world.secret("version", "2.0");
      world.metric("errors").is(0);
      world.target("version").takesCalls(Target.Mood.BEGINS);
      String run = world.start(RELEASE);
      world.kill();
      Files.delete(folder.resolve("secrets").resolve("version"));
      world.restart();
      world.advance(Duration.ofSeconds(2));
      assertThat(act(world, run)).contains(ActState.Status.UNSETTLED);
      assertThat(world.log(run).toString())
          .contains("it began, and cannot be looked after: ", "there is no secret version");
    }
  }

  /** Jobs that find no thread to run on. */
  private static final class NoThread implements Jobs {
    @Override
    public void start(RunState state, Job job) {
      throw new OutOfMemoryError("unable to create native thread");
    }

    @Override
    public void cancel(String run, String jobId) {
      throw new IllegalStateException("nothing was started");
    }

    @Override
    public void forget(String run) {
      throw new IllegalStateException("nothing was started");
    }
  }

  @Test
  void an_engine_that_finds_no_thread_says_so_and_keeps_nobody_waiting() throws Exception {
    try (World world = World.inMemory(folder)) {
      world.secret("version", "2.0");
      CompletableFuture<Throwable> failure = new CompletableFuture<>();
      Mailbox mailbox = new Mailbox(world::now, failure::complete);
      Engine engine = new Engine(world.ports(), new NoThread(), "two");
      Thread thread = Thread.ofPlatform().daemon().start(() -> mailbox.run(engine));
      var playbook = world.playbook(RELEASE);
      var head = World.head(playbook, "r1");
      var reply = mailbox.post(new Request.Start(playbook, head, Actor.person("ann")));

      assertThatThrownBy(() -> reply.get(60, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("unable to create native thread");
      assertThat(failure.get(60, TimeUnit.SECONDS)).isInstanceOf(OutOfMemoryError.class);
      assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
      assertThat(mailbox.post(new Request.Start(playbook, head, Actor.person("ann"))))
          .isCompletedWithValueMatching(
              no -> no.sentence().equals("Holddown is ending; nothing was changed"));
    }
  }

  @Test
  void what_was_asked_while_an_engine_ended_is_refused_and_not_left_waiting() {
    try (World world = World.inMemory(folder)) {
      world.secret("version", "2.0");
      Mailbox mailbox = new Mailbox(world::now, why -> {});
      Engine engine = new Engine(world.ports(), new NoThread(), "two");
      var playbook = world.playbook(RELEASE);
      var head = World.head(playbook, "r1");
      var early = mailbox.post(new Request.Start(playbook, head, Actor.person("ann")));
      mailbox.end();
      mailbox.run(engine);
      assertThat(early)
          .isCompletedWithValueMatching(
              no -> no.sentence().equals("Holddown is ending; nothing was changed"));
    }
  }
}
