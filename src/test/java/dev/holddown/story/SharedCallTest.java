package dev.holddown.story;

import static dev.holddown.story.World.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunEvent;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two releases whose watches ask the same: the provider is asked once, each judges alone. */
class SharedCallTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: SERVICE
      title: Release
      subject: {service: SERVICE, environment: prod}
      stages:
        - stage: Bake
          id: bake
          items:
            - {hold: Bake, for: 30m, watch: [warns, trips]}
      watches:
        - watch: Errors are seen
          id: warns
          world.metric: {name: errors}
          armed: start .. end
          every: 10s
          breach: result.value > percent(2)
          for: 0s
          then: [{notify: ["file:/dev/null"]}]
        - watch: Errors
          id: trips
          world.metric: {name: errors}
          armed: start .. end
          every: 10s
          breach: result.value > percent(LIMIT)
          for: 20s
          then: rollback
      rollback:
        phases:
          - phase: Back
            id: back
            time-box: 5m
            items:
              - step: No traffic
                world.shift: {weight: 0}
                done: {world.weights: {}, expect: result.weight == 0}
      """;

  @TempDir Path folder;
  private World world;
  private String strict;
  private String lenient;

  @BeforeEach
  void two_releases_look_at_one_metric() {
    world = World.inMemory(folder);
    world.metric("errors").was(0.001);
    strict = world.start(RELEASE.replace("SERVICE", "cart").replace("LIMIT", "5"));
    lenient = world.start(RELEASE.replace("SERVICE", "shop").replace("LIMIT", "50"));
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  @Test
  void one_call_answers_all_four_watches_of_a_beat() {
    int before = world.asked("errors");
    world.goOnTo("10:05:05");

    assertThat(world.asked("errors") - before).as("30 beats of 10 s").isEqualTo(30);
    for (String run : new String[] {strict, lenient}) {
      assertThat(world.store().latest(run))
          .as("each watch has its own sample of the last beat")
          .hasSize(2)
          .allSatisfy(sample -> assertThat(sample.reading().at()).isEqualTo(at("10:05:00")));
    }
  }

  @Test
  void each_watch_judges_the_shared_answer_by_its_own_condition_and_window() {
    world.goOnTo("10:02:05");
    world.metric("errors").is(0.2);
    world.goOnTo("10:02:15");

    assertThat(world.log(strict).all(RunEvent.Fired.class))
        .as("the one without a window fired at once, the other waits")
        .singleElement()
        .satisfies(fired -> assertThat(fired.watch()).isEqualTo("warns"));
    assertThat(world.state(strict).phase()).isEqualTo(Phase.FORWARD);

    world.goOnTo("10:02:35");
    assertThat(world.state(strict).rollbackCause().orElseThrow()).contains("watch trips");
    assertThat(world.state(lenient).phase()).as("its limit is 50 %").isEqualTo(Phase.FORWARD);
    assertThat(world.log(lenient).has(RunEvent.RollbackDecided.class)).isFalse();
  }

  @Test
  void an_error_is_the_error_of_each() {
    world.goOnTo("10:02:05");
    world.metric("errors").cannotBeAsked("503 no healthy upstream");
    int before = world.asked("errors");
    world.goOnTo("10:02:15");

    assertThat(world.asked("errors") - before).isEqualTo(1);
    for (String run : new String[] {strict, lenient}) {
      assertThat(world.log(run).all(RunEvent.Blinded.class))
          .extracting(RunEvent.Blinded::watch, RunEvent.Blinded::message)
          .containsExactlyInAnyOrder(
              org.assertj.core.groups.Tuple.tuple("warns", "503 no healthy upstream"),
              org.assertj.core.groups.Tuple.tuple("trips", "503 no healthy upstream"));
    }
  }
}
