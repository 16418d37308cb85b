package dev.holddown.story;

import static dev.holddown.story.World.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.Stats;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traffic in steps of 5, 25, 50 and 100 percent, against a baseline of 1.00 % errors. */
class RampTest {
  private static final String HEAD =
      """
      kind: playbook
      id: ramp
      title: Ramp
      subject: {service: octo, environment: prod}
      metrics:
        errors:
          world.metric: {name: errors}
          unit: ratio
          min-samples: 1000
          baseline: {frozen: start, over: 60m}
      """;

  private static final String RAMP =
      """
      stages:
        - stage: Canary
          id: canary
          items:
            - rollout: Ramp
              id: ramp
              router: {world.shift: {}}
              steps:
                - {weight: 5, bake: 15m}
                - {weight: 25, bake: 15m}
                - {weight: 50, bake: 15m}
                - {weight: 100}
              watch: [errors]
              on-breach: rollback
      """;

  private static final String PROMOTED =
      """
      stages:
        - stage: Staging
          items:
            - rollout: Ramp
              id: ramp
              router: {world.shift: {}}
              steps:
                - {weight: 5, bake: 10m, sign: {role: release_manager}}
                - {weight: 100}
              watch: [errors]
      """;

  /** Relative, above a floor, and at least two standard errors: (p − b)² n ≥ 4 b (1 − b). */
  private static final String WATCH =
      """
      watches:
        - watch: Errors 5 % above the baseline
          id: errors
          metric: errors
          breach: >-
            result.value > 1.05 * baseline.value && result.value >= percent(0.1)
            && (result.value - baseline.value) * (result.value - baseline.value) * result.samples
            >= 4.0 * baseline.value * (1.0 - baseline.value)
          for: 5m
          then: [{page: on_call}]
      rollback:
        phases:
          - phase: Traffic back
            time-box: 5m
            items:
              - step: No traffic for the canary
                world.shift: {weight: 0}
                done: {world.weights: {}, expect: result.weight == 0}
      """;

  /** 60,000 requests in a minute, counted over five. */
  private static final long FIVE_MINUTES = 300_000;

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void one_percent_of_errors_is_normal() {
    world = World.inMemory(folder);
    world.metric("errors").on(FIVE_MINUTES).was(0.0100);
    world.target("weight").is(0L);
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  @Test
  @Covers({"S-D2", "D-51", "D-52", "D-53"})
  void each_step_bakes_for_fifteen_minutes_and_then_comes_the_next() {
    String run = world.start(HEAD + RAMP + WATCH);
    world.goOnTo("10:16:00");
    world.metric("errors").is(0.0104);
    world.goOnTo("11:00:00");

    assertThat(world.target("weight").landings())
        .extracting(act -> act.at() + " " + act.value())
        .containsExactly(
            "2026-03-02T10:00:00Z 5",
            "2026-03-02T10:15:00Z 25",
            "2026-03-02T10:30:00Z 50",
            "2026-03-02T10:45:00Z 100");
    Log log = world.log(run);
    assertThat(log.the(RunEvent.BaselineFrozen.class).stats().map(Stats::mean)).contains(0.01);
    assertThat(log.has(RunEvent.WindowStarted.class)).isFalse();
    assertThat(log.all(RunEvent.BakePassed.class))
        .extracting(e -> e.step() + ": " + e.reason())
        .startsWith("0: 15m covered by good samples");
    assertThat(world.store().samples(run, "errors", at("10:16:05")))
        .isNotEmpty()
        .allSatisfy(s -> assertThat(s.reading().value()).isEqualTo(0.0104));
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  @Covers({"S-D2", "D-41", "X-19", "D-53"})
  void six_percent_more_errors_for_five_minutes_at_a_quarter_of_the_traffic_take_it_back() {
    String run = world.start(HEAD + RAMP + WATCH);
    world.goOnTo("10:17:05");
    world.metric("errors").is(0.0106);
    world.goOnTo("10:30:00");

    Log log = world.log(run);
    RunEvent.Fired fired = log.the(RunEvent.Fired.class);
    assertThat(fired.windowStart()).isEqualTo(at("10:17:10"));
    assertThat(fired.sampleAt()).isEqualTo(at("10:22:10"));
    assertThat(fired.reason())
        .contains("result.value = 0.0106, baseline.value = 0.01")
        .contains("result.samples = 300000");
    assertThat(world.target("weight").values()).isEqualTo(List.of(5L, 25L, 0L));
    assertThat(world.target("weight").landings().getLast().at()).isEqualTo(at("10:22:10"));
    assertThat(world.pages()).singleElement().asString().contains("result.value = 0.0106");
    assertThat(world.state(run).outcome()).contains(Outcome.ROLLED_BACK);
  }

  @Test
  @Covers({"X-19", "F-11"})
  void the_same_excess_on_fewer_requests_is_within_chance_and_takes_nothing_back() {
    String run = world.start(HEAD + RAMP + WATCH);
    world.goOnTo("10:17:05");
    world.metric("errors").on(60_000).is(0.0106);
    world.goOnTo("11:00:00");

    assertThat(world.log(run).has(RunEvent.WindowStarted.class)).isFalse();
    assertThat(world.target("weight").values()).isEqualTo(List.of(5L, 25L, 50L, 100L));
  }

  @Test
  @Covers({"S-D2", "D-32", "D-52"})
  void promotion_is_refused_before_the_bake_is_over() {
    String run = world.start(HEAD + PROMOTED + WATCH);
    RunCommand promote = new RunCommand.Sign("ramp", "release_manager", "promote");
    world.goOnTo("10:09:59");

    assertThat(world.says("bob", run, promote))
        .isEqualTo("\"ramp\" has baked 9m 59s of 10m; it is signed when the bake is over");
    world.goOnTo("10:10:00");
    assertThat(world.target("weight").values()).isEqualTo(List.of(5L));
    assertThat(world.says("bob", run, promote)).isEmpty();
    assertThat(world.target("weight").values()).isEqualTo(List.of(5L, 100L));
  }

  @Test
  @Covers({"F-11", "I25"})
  void too_few_requests_prove_nothing_and_the_bake_waits_for_more() {
    String run = world.start(HEAD + RAMP + WATCH);
    world.goOnTo("10:05:05");
    world.metric("errors").on(999).is(0.0100);
    world.advance(Duration.ofMinutes(30));
    assertThat(world.target("weight").values()).isEqualTo(List.of(5L));
    assertThat(world.state(run).watch("errors").blindWhy())
        .isEqualTo("999 samples where at least 1000 are needed");

    world.metric("errors").on(1_000).is(0.0100);
    world.advance(Duration.ofMinutes(11));
    assertThat(world.target("weight").values()).isEqualTo(List.of(5L, 25L));
    assertThat(world.state(run).phase()).isEqualTo(Phase.FORWARD);
  }
}
