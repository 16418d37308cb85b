package dev.holddown.domain.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Plan;
import dev.holddown.domain.watch.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackedTest {
  private static final Instant T0 = Instant.parse("2026-01-31T22:00:00Z");

  private final Board board = Boarded.board(Boarded.monitor("load", Duration.ofSeconds(20), 5, 40));
  private final Tracked load = Tracked.of(board, Plan.of(board.watched()), "load", T0);

  private static Instant at(int second) {
    return T0.plusSeconds(second);
  }

  private void seen(int second, String... breached) {
    reading(second, Reading.Kind.SEEN, "seen", breached);
  }

  private void reading(int second, Reading.Kind kind, String reason, String... breached) {
    Reading reading =
        new Reading(at(second), kind, Double.NaN, Double.NaN, reason, List.of(breached));
    load.observe(reading, Told.nothing(at(second), Duration.ZERO));
  }

  private Level level(int second) {
    return load.standing(at(second)).now().level();
  }

  @Test
  void nothing_is_known_before_the_first_answer() {
    assertThat(level(5)).isEqualTo(Level.UNKNOWN);
    assertThat(load.standing(at(5)).seen().why()).isEqualTo("not asked yet");
    assertThat(load.standing(at(5)).green()).isFalse();
  }

  @Test
  void a_level_stands_when_its_breach_has_lasted_and_until_an_answer_is_well() {
    seen(0, "critical");
    assertThat(level(0)).isEqualTo(Level.OK);
    assertThat(load.standing(at(0)).green()).as("a breach that begins is not green").isFalse();
    seen(10, "critical");
    assertThat(load.standing(at(10)).now().pending())
        .singleElement()
        .satisfies(p -> {
          assertThat(p.counted()).isEqualTo(Duration.ofSeconds(10));
          assertThat(p.sustained()).isEqualTo(Duration.ofSeconds(20));
        });
    seen(20, "critical");
    assertThat(level(20)).isEqualTo(Level.CRITICAL);
    assertThat(load.standing(at(20)).penalty()).isEqualTo(40);
    assertThat(load.standing(at(20)).now().since()).contains(at(0));
    seen(30);
    assertThat(level(30)).isEqualTo(Level.OK);
    assertThat(load.standing(at(30)).green()).isTrue();
  }

  @Test
  void an_answer_that_was_asked_for_earlier_and_comes_late_does_not_take_the_newer_ones_place() {
    Reading newer = new Reading(at(12), Reading.Kind.SEEN, 7, Double.NaN, "seven", List.of());
    load.observe(newer, Told.nothing(at(12), Duration.ZERO));
    Reading late = new Reading(at(10), Reading.Kind.SEEN, 3, Double.NaN, "three", List.of());
    load.observe(late, Told.nothing(at(10), Duration.ofSeconds(4)));
    assertThat(load.standing(at(14)).seen().reading().orElseThrow().reason()).isEqualTo("seven");
    assertThat(load.standing(at(14)).seen().told().orElseThrow().askedAt()).isEqualTo(at(12));
    reading(20, Reading.Kind.ERROR, "it does not answer");
    assertThat(level(20)).as("a newer look that failed is told").isEqualTo(Level.BLIND);
  }

  @Test
  void a_gap_neither_clears_a_breach_nor_adds_to_it() {
    seen(0, "critical");
    seen(10, "critical");
    seen(300, "critical");
    assertThat(load.standing(at(300)).now().pending())
        .singleElement()
        .extracting(Standing.Pending::counted)
        .isEqualTo(Duration.ofSeconds(10));
    seen(310, "critical");
    assertThat(level(310)).isEqualTo(Level.CRITICAL);
  }

  @Test
  void an_old_answer_is_stale_and_a_missing_one_is_no_data_or_blind() {
    seen(0);
    assertThat(level(30)).isEqualTo(Level.OK);
    assertThat(level(31)).isEqualTo(Level.STALE);
    reading(40, Reading.Kind.NO_DATA, "0 samples where at least 1 are needed");
    assertThat(level(40)).isEqualTo(Level.UNKNOWN);
    reading(50, Reading.Kind.ERROR, "connection refused");
    assertThat(level(50)).isEqualTo(Level.BLIND);
    assertThat(load.standing(at(50)).seen().why()).isEqualTo("connection refused");
    assertThat(load.standing(at(50)).green()).isFalse();
  }

  @Test
  void what_stood_when_the_answers_ended_goes_on_standing_and_is_no_proof() {
    seen(0, "warn");
    reading(10, Reading.Kind.ERROR, "connection refused");
    Standing standing = load.standing(at(10));
    assertThat(standing.now().level()).isEqualTo(Level.WARN);
    assertThat(standing.penalty()).isEqualTo(5);
    assertThat(standing.now().fresh()).isFalse();
  }
}
