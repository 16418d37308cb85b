package dev.holddown.story;

import static dev.holddown.story.World.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gate gives a reasoned No-Go, and nothing is green without proof. */
class GoNoGoTest {
  private static final String HEAD =
      """
      kind: playbook
      id: gated
      title: Gated release
      subject: {service: shop, environment: prod}
      stages:
        - stage: Before
          id: before
      """;

  private static final String CHECKS =
      """
          gate: all
          items:
            - {check: Queue is short, world.metric: {name: queue}, expect: result.value < 10.0}
            - check: Performance score
              id: score
              world.metric: {name: score}
              expect: result.value >= 0.8
            - {check: Tests are green, world.metric: {name: tests}, expect: result.value == 0.0}
            - {check: No alarm, world.metric: {name: alarms}, expect: result.value == 0.0}
      """;

  private static final String SIGNED =
      """
          gate: {needs: all, fresh: 30m, sign: {role: release_manager}}
          items:
            - {check: Queue is short, id: queue, world.metric: {name: queue}, expect: result.value < 10.0}
      """;

  private static final String DEPLOY =
      """
        - stage: Deploy
          items:
            - step: Deploy
              world.deploy: {version: 1.1.0}
              done: {world.deployed: {}, expect: result.version == '1.1.0'}
      """;

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void a_world() {
    world = World.inMemory(folder);
    world.metric("queue").was(3);
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  @Test
  @Covers({"F-10", "I20", "I27"})
  void a_no_go_names_each_line_that_is_not_proved_and_go_follows_when_all_are() {
    world.metric("score").was(0.79);
    world.metric("tests").on(0).was(0);
    world.metric("alarms").cannotBeAsked("connection refused");
    String run = world.start(HEAD + CHECKS + DEPLOY);

    assertThat(world.log(run).gate("before").go()).isFalse();
    assertThat(world.log(run).gate("before").sentence())
        .isEqualTo(
            "NO-GO: 3 of 4 failed: Performance score is FAILED (result.value >= 0.8 is false:"
                + " result.value = 0.79); Tests are green is INCONCLUSIVE (0 samples where at"
                + " least 1 are needed); No alarm is ERRORED (connection refused)");
    assertThat(world.target("version").calls()).isEmpty();

    world.metric("score").is(0.81);
    world.metric("tests").on(412).is(0);
    world.metric("alarms").on(7).is(0);
    world.advance(Duration.ofMinutes(1));
    assertThat(world.log(run).gate("before").go())
        .as("a verdict is sticky until a person has it asked again")
        .isFalse();
    for (String key : new String[] {"score", "tests_are_green", "no_alarm"}) {
      assertThat(world.says("ann", run, new RunCommand.Recheck(key, "mended"))).isEmpty();
    }

    assertThat(world.log(run).gate("before").sentence()).isEqualTo("GO: 4 of 4 passed");
    assertThat(world.target("version").values()).containsExactly("1.1.0");
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  @Covers({"F-09", "I20"})
  void an_answer_older_than_the_gate_allows_is_asked_again_before_go() {
    String run = world.start(HEAD + SIGNED + DEPLOY);
    world.advance(Duration.ofMinutes(20));
    world.metric("queue").is(50);
    world.advance(Duration.ofMinutes(10));
    assertThat(world.state(run).item("queue").status()).isEqualTo(ItemStatus.PASSED);

    world.advance(Duration.ofSeconds(1));
    Log log = world.log(run);
    assertThat(log.the(RunEvent.Reopened.class).reason())
        .isEqualTo("its answer is older than 30m; it is asked again");
    assertThat(log.all(RunEvent.Asked.class))
        .filteredOn(e -> e.purpose() == Purpose.CHECK)
        .hasSize(2);
    assertThat(world.state(run).item("queue").status()).isEqualTo(ItemStatus.FAILED);
    assertThat(log.when(RunEvent.Reopened.class)).isAfter(at("10:30:00"));
    assertThat(world.says("bob", run, new RunCommand.Sign("gate/before", "release_manager", "")))
        .isEqualTo("\"gate/before\" is not to be signed yet; what comes before it is open");
    assertThat(world.target("version").calls()).isEmpty();
  }
}
