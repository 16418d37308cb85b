package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that only wait are not kept in memory, and miss nothing. */
class SleepTest {
  private static final int MANY = 150;
  private static final int KEPT_MAX = 64;

  private static final String PATIENT =
      """
      kind: playbook
      id: patient
      title: Wait for a person
      subject: {service: SERVICE, environment: prod}
      stages:
        - stage: Before
          id: before
          gate: {needs: all, fresh: 10m, sign: {role: approver}}
          items:
            - {check: It is as it was, id: same, world.deployed: {}, expect: result.version == '1.0.0'}
      """;

  @TempDir Path folder;
  private World world;

  /** Where it plays; {@link OnPostgresTest} has another place. */
  World newWorld(Path at) {
    return World.inMemory(at);
  }

  @BeforeEach
  void a_world_in_memory() {
    world = newWorld(folder);
    world.target("version").is("1.0.0");
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  private String start(String service) {
    return world.start(PATIENT.replace("SERVICE", service));
  }

  private List<String> many() {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      runs.add(start("s" + i));
    }
    return runs;
  }

  private String signs(String run) {
    return world.says("mia", run, new RunCommand.Sign("gate/before", "approver", "yes"));
  }

  @Test
  void a_few_stay_in_memory_and_any_of_them_takes_a_command_all_the_same() {
    List<String> runs = many();

    assertThat(world.inMemory()).isEqualTo(KEPT_MAX);
    assertThat(signs(runs.getFirst())).isEmpty();
    assertThat(world.state(runs.getFirst()).outcome()).contains(Outcome.SUCCEEDED);
    assertThat(world.says("bob", runs.get(1), new RunCommand.Hold("lunch"))).isEmpty();
    assertThat(world.state(runs.get(1)).held()).contains("lunch");
    assertThat(runs.subList(2, MANY)).allMatch(run -> world.state(run).phase() == Phase.FORWARD);
  }

  @Test
  @Covers("I33")
  void each_is_woken_when_its_moment_comes() {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      runs.add(start("s" + i));
      world.advance(Duration.ofSeconds(1));
    }

    world.advance(Duration.ofMinutes(10));

    for (String run : runs) {
      List<Entry> asked =
          world.log(run).entries().stream()
              .filter(e -> e.event() instanceof RunEvent.Asked a && a.key().equals("same"))
              .toList();
      assertThat(asked).as(run).hasSize(2);
      assertThat(Duration.between(asked.get(0).at(), asked.get(1).at()))
          .as("its answer is fresh for ten minutes")
          .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(10).plusMillis(1));
    }
    assertThat(world.inMemory()).isLessThanOrEqualTo(KEPT_MAX + 1);
  }

  @Test
  @Covers({"I33", "F-24"})
  void after_a_kill_all_are_looked_at_once_and_those_that_wait_sleep_again() {
    List<String> runs = many();
    world.kill();
    world.passes(Duration.ofMinutes(4));
    world.restart();
    world.advance(Duration.ofSeconds(1));

    assertThat(world.inMemory()).isEqualTo(KEPT_MAX);
    assertThat(runs)
        .allMatch(run -> world.log(run).all(RunEvent.Owned.class).size() == 1, "owned anew, once");
    world.advance(Duration.ofMinutes(6));
    assertThat(runs)
        .allSatisfy(run ->
            assertThat(
                    world.log(run).all(RunEvent.Asked.class).stream()
                        .filter(a -> a.key().equals("same")))
                .hasSize(2));
    assertThat(signs(runs.get(3))).isEmpty();
    assertThat(world.state(runs.get(3)).outcome()).contains(Outcome.SUCCEEDED);
    assertThat(world.log(runs.get(3)).all(RunEvent.Owned.class)).hasSize(1);
  }

  @Test
  void what_was_due_while_nobody_was_there_is_done_at_once() {
    List<String> runs = many();
    world.kill();
    world.passes(Duration.ofHours(1));
    world.restart();
    world.advance(Duration.ofMillis(1));

    assertThat(runs)
        .allSatisfy(run ->
            assertThat(
                    world.log(run).all(RunEvent.Asked.class).stream()
                        .filter(a -> a.key().equals("same")))
                .hasSize(2));
  }

  @Test
  void a_sleeping_run_follows_when_its_lock_becomes_free() {
    String first = start("checkout");
    String second = start("checkout");
    many();
    assertThat(world.state(second).phase()).isEqualTo(Phase.QUEUED);

    assertThat(signs(first)).isEmpty();

    RunState followed = world.state(second);
    assertThat(followed.phase()).isEqualTo(Phase.FORWARD);
    assertThat(followed.lockHeld()).isTrue();
  }

  @Test
  void a_sleeping_run_follows_after_a_kill_too() {
    String first = start("checkout");
    String second = start("checkout");
    many();
    world.kill();
    world.restart();
    world.advance(Duration.ofSeconds(1));

    assertThat(signs(first)).isEmpty();

    assertThat(world.state(second).phase()).isEqualTo(Phase.FORWARD);
  }
}
