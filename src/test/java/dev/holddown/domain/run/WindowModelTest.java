package dev.holddown.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.watch.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Windows against a model that is as dull as it can be: it knows all samples at once and adds up the
 * seconds of a breach, without events, states or restarts. Every firing, and no other, is the same.
 */
class WindowModelTest {
  private static final int HISTORIES = 3_000;
  private static final int SAMPLES = 80;

  /** Every 10 s, so that 30 s is the longest gap that counts; see {@link Looking}. */
  private static final Duration MAX_GAP = Duration.ofSeconds(30);

  /** A sample as it comes. {@code age}: how far behind the moment of asking its own time lies. */
  private record Sample(Duration pause, Duration age, Reading.Kind kind, boolean breach) {}

  /** When a window began and when it fired. */
  private record Firing(Instant start, Instant at) {}

  private static List<Sample> draw(SplittableRandom random) {
    List<Sample> samples = new ArrayList<>();
    int calm = random.nextInt(2, 30);
    int silent = random.nextInt(3, 30);
    for (int i = 0; i < SAMPLES; i++) {
      long pause = random.nextInt(8) == 0 ? random.nextLong(1, 90) : 10;
      long age = random.nextInt(6) == 0 ? random.nextLong(0, 25) : 0;
      Reading.Kind kind =
          random.nextInt(silent) > 0
              ? Reading.Kind.SEEN
              : random.nextBoolean() ? Reading.Kind.NO_DATA : Reading.Kind.ERROR;
      samples.add(
          new Sample(
              Duration.ofSeconds(pause),
              Duration.ofSeconds(age),
              kind,
              random.nextInt(calm) > 0));
    }
    return samples;
  }

  /** The rule as it is written: seconds in breach between samples that are near enough add up. */
  private static List<Firing> model(Instant armed, Duration lasting, List<Sample> samples) {
    List<Firing> firings = new ArrayList<>();
    Instant now = armed;
    Instant newest = Instant.MIN;
    Instant start = Instant.MIN;
    Duration counted = Duration.ofSeconds(-1);
    boolean fired = false;
    for (Sample sample : samples) {
      now = now.plus(sample.pause());
      Instant at = now.minus(sample.age());
      if (sample.kind() != Reading.Kind.SEEN || !at.isAfter(newest) || at.isBefore(armed)) {
        continue; // says nothing, or nothing new
      }
      if (!sample.breach()) {
        counted = Duration.ofSeconds(-1);
        fired = false;
      } else if (counted.isNegative()) {
        start = at;
        counted = Duration.ZERO;
      } else {
        Duration since = Duration.between(newest, at);
        counted = since.compareTo(MAX_GAP) <= 0 ? counted.plus(since) : counted;
      }
      newest = at;
      if (sample.breach() && !fired && counted.compareTo(lasting) >= 0) {
        firings.add(new Firing(start, at));
        fired = true;
      }
    }
    return firings;
  }

  private static List<Firing> played(Duration lasting, List<Sample> samples) {
    Looking watch = Looking.at("errors").sustained(lasting, Looking.tell("ops"));
    Book book = Book.of(Line.line("soak").sign(Rules.all("operator")).manual()).watch(watch);
    Given given = Given.run(book);
    for (Sample sample : samples) {
      given.after(sample.pause());
      Instant at = given.now().minus(sample.age());
      switch (sample.kind()) {
        case NO_DATA -> given.noData("errors");
        case ERROR -> given.error("errors", "gone");
        case SEEN -> {
          if (sample.breach()) {
            given.breachAt("errors", at, "1.2 > 1", Looking.BREACH);
          } else {
            given.okAt("errors", at);
          }
        }
      }
    }
    return given.said(RunEvent.Fired.class).stream()
        .filter(e -> e.level().equals(Looking.BREACH))
        .map(e -> new Firing(e.windowStart(), e.sampleAt()))
        .toList();
  }

  @Test
  void a_watch_fires_exactly_when_the_dull_model_does() {
    int fired = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Duration lasting = Duration.ofSeconds(random.nextLong(0, 180));
      List<Sample> samples = draw(random);

      List<Firing> expected = model(Given.time("10:00"), lasting, samples);

      assertThat(played(lasting, samples)).as("seed %d, for %s", seed, lasting).isEqualTo(expected);
      fired += expected.size();
    }
    assertThat(fired).isGreaterThan(HISTORIES);
  }
}
