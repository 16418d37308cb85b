package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.RunEvent;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Answers that stand on too few samples, among good ones: a watch fires exactly when a model does
 * that knows them all and passes over those with too few. Through the real watcher, which counts.
 */
class FewSamplesModelTest {
  private static final int HISTORIES = 24;
  private static final int ANSWERS = 60;
  private static final int ENOUGH = 100;
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Duration MAX_GAP = Duration.ofSeconds(30);

  private static final String PLAYBOOK =
      """
      kind: playbook
      id: look
      title: Look on
      subject: {service: checkout, environment: prod}
      metrics:
        errors: {world.metric: {name: errors}, unit: ratio, min-samples: 100}
      watches:
        - {watch: Errors, id: errors, metric: errors, armed: start .. end, breach: "result.value > percent(1)", for: LASTING, then: [{notify: ["terminal"]}]}
      stages:
        - stage: Wait
          items:
            - {signoff: Say yes, id: yes, sign: {role: approver}}
      """;

  @TempDir Path folder;

  private record Told(long samples, boolean breach) {
    boolean counts() {
      return samples >= ENOUGH;
    }
  }

  private static List<Told> draw(SplittableRandom random) {
    int calm = random.nextInt(2, 20);
    int full = random.nextInt(2, 12);
    List<Told> told = new ArrayList<>();
    for (int i = 0; i < ANSWERS; i++) {
      long samples = random.nextInt(full) > 0 ? ENOUGH + random.nextInt(5) : random.nextInt(ENOUGH);
      told.add(new Told(samples, random.nextInt(calm) > 0));
    }
    return told;
  }

  /** When it has to fire, as sample times. */
  private static List<Instant> model(Instant first, Duration lasting, List<Told> answers) {
    List<Instant> fires = new ArrayList<>();
    Instant at = first;
    Instant newest = first;
    Duration counted = Duration.ofSeconds(-1);
    boolean fired = false;
    for (Told told : answers) {
      if (told.counts()) {
        Duration since = Duration.between(newest, at);
        if (!told.breach()) {
          counted = Duration.ofSeconds(-1);
          fired = false;
        } else if (counted.isNegative()) {
          counted = Duration.ZERO;
        } else {
          counted = since.compareTo(MAX_GAP) <= 0 ? counted.plus(since) : counted;
        }
        newest = at;
        if (told.breach() && !fired && counted.compareTo(lasting) >= 0) {
          fires.add(at);
          fired = true;
        }
      }
      at = at.plus(EVERY);
    }
    return fires;
  }

  @Test
  @Covers({"I25", "I24"})
  void answers_on_too_few_samples_neither_add_to_a_breach_nor_end_it() {
    int fired = 0;
    int few = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Duration lasting = EVERY.multipliedBy(random.nextInt(0, 9));
      List<Told> answers = draw(random);
      few += (int) answers.stream().filter(told -> !told.counts()).count();

      List<Instant> expected;
      try (World world = World.inMemory(folder)) {
        world.metricsKeepNoHistory();
        Told zero = answers.getFirst();
        world.metric("errors").on(zero.samples()).was(zero.breach() ? 0.05 : 0.001);
        Instant first = world.now();
        expected = model(first, lasting, answers);
        String run = world.start(PLAYBOOK.replace("LASTING", lasting.toSeconds() + "s"));
        for (Told told : answers.subList(1, answers.size())) {
          world.advance(EVERY.dividedBy(2));
          world.metric("errors").on(told.samples()).is(told.breach() ? 0.05 : 0.001);
          world.advance(EVERY.dividedBy(2));
        }
        assertThat(
                world.log(run).all(RunEvent.Fired.class).stream()
                    .filter(e -> e.level().equals("breach"))
                    .map(RunEvent.Fired::sampleAt)
                    .toList())
            .as("seed %d, for %s of %s", seed, lasting, answers)
            .isEqualTo(expected);
      }
      fired += expected.size();
    }
    assertThat(fired).isGreaterThan(HISTORIES / 2);
    assertThat(few).isGreaterThan(5 * HISTORIES);
  }
}
