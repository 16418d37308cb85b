package dev.holddown.domain.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.Covers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthScoreTest {
  private static final int CASES = 5_000;

  private static Standing standing(String id, Level level, boolean fresh, int warn, int critical) {
    return new Standing(
        id,
        Boarded.monitor(id, Duration.ZERO, warn, critical),
        new Standing.Now(level, Optional.of(Instant.EPOCH), fresh, List.of()),
        new Standing.Seen(Optional.empty(), Optional.empty(), Optional.empty(), ""));
  }

  @ParameterizedTest
  @CsvSource({"39, 61, AMBER", "40, 60, AMBER", "41, 59, RED"})
  @Covers("A-61")
  void red_is_below_sixty_and_sixty_is_not(int penalty, int value, Score.Verdict verdict) {
    Score score =
        Score.of(Boarded.HEALTH, List.of(standing("a", Level.CRITICAL, true, 0, penalty)));
    assertThat(score.value()).isEqualTo(value);
    assertThat(score.verdict()).isEqualTo(verdict);
  }

  @Test
  void another_limit_is_another_red() {
    Board.Health strict = new Board.Health(50, 45, List.of());
    Score score = Score.of(strict, List.of(standing("a", Level.WARN, true, 6, 50)));
    assertThat(score.value()).isEqualTo(44);
    assertThat(score.verdict()).isEqualTo(Score.Verdict.RED);
  }

  @Test
  void an_unanswered_monitor_is_never_green_and_red_is_certain_without_it() {
    Standing well = standing("well", Level.OK, true, 5, 10);
    Standing silent = standing("silent", Level.BLIND, false, 5, 30);
    Score unproven = Score.of(Boarded.HEALTH, List.of(well, silent));
    assertThat(unproven.value()).isEqualTo(100);
    assertThat(unproven.atWorst()).isEqualTo(70);
    assertThat(unproven.verdict()).isEqualTo(Score.Verdict.UNPROVEN);
    assertThat(unproven.coverage().unproven()).containsExactly("silent");
    Standing bad = standing("bad", Level.CRITICAL, true, 5, 41);
    assertThat(Score.of(Boarded.HEALTH, List.of(bad, silent)).verdict())
        .isEqualTo(Score.Verdict.RED);
    assertThat(Score.of(Boarded.HEALTH, List.of(well)).verdict()).isEqualTo(Score.Verdict.GREEN);
    assertThat(Score.of(Boarded.HEALTH, List.of()).verdict()).isEqualTo(Score.Verdict.UNPROVEN);
  }

  /** Whatever stands: the sum, clamped; never better for knowing less; green only with all. */
  @Test
  @Covers("A-60")
  void the_score_is_the_start_less_the_penalties_of_what_stands_whatever_that_is() {
    SplittableRandom random = new SplittableRandom(60);
    for (int i = 0; i < CASES; i++) {
      List<Standing> all = new ArrayList<>();
      int sum = 0;
      int monitors = random.nextInt(8);
      for (int m = 0; m < monitors; m++) {
        int warn = random.nextInt(30);
        int critical = warn + random.nextInt(40);
        Level level = Level.values()[random.nextInt(Level.values().length)];
        boolean fresh = level == Level.OK || (level.stands() && random.nextBoolean());
        sum += level == Level.WARN ? warn : level == Level.CRITICAL ? critical : 0;
        all.add(standing("m" + m, level, fresh, warn, critical));
      }
      Score score = Score.of(Boarded.HEALTH, all);
      assertThat(score.value()).isEqualTo(Math.max(0, 100 - sum)).isBetween(0, 100);
      assertThat(score.atWorst()).isBetween(0, score.value());
      assertThat(score.parts().stream().mapToInt(Score.Part::penalty).sum()).isEqualTo(sum);
      assertThat(score.parts())
          .isSortedAccordingTo((a, b) -> Integer.compare(b.penalty(), a.penalty()));
      boolean green = monitors > 0 && all.stream().allMatch(Standing::green);
      assertThat(score.verdict() == Score.Verdict.GREEN).isEqualTo(green);
      assertThat(score.verdict() == Score.Verdict.RED).isEqualTo(score.value() < 60);
    }
  }

  @Test
  @Covers({"A-57", "A-62"})
  void what_takes_most_off_comes_first_and_what_nobody_knows_is_told_too() {
    BoardState state =
        new BoardState(
            Boarded.board(),
            List.of(
                standing("little", Level.WARN, true, 5, 10),
                standing("well", Level.OK, true, 5, 10),
                standing("silent", Level.UNKNOWN, false, 5, 10),
                standing("much", Level.CRITICAL, true, 5, 40)),
            Instant.EPOCH);
    assertThat(state.anomalies()).extracting(Standing::key)
        .containsExactly("much", "little", "silent");
  }
}
