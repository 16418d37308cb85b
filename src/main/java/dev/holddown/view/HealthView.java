package dev.holddown.view;

import dev.holddown.domain.board.Board;
import dev.holddown.domain.board.Monitor;
import dev.holddown.domain.board.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The health of a board with how it came about.
 *
 * @param verdict green, red, or unproven: not red by what is known, and something is not known
 * @param parts what was taken off, the most first
 * @param weights what every level would take off
 */
public record HealthView(
    Number number, String verdict, List<Part> parts, List<Weight> weights, String formula) {
  /**
   * The number.
   *
   * @param atWorst what it would be if every monitor without a fresh answer were as bad as can be
   */
  public record Number(int value, int atWorst, int start, int redBelow) {}

  /** What one monitor takes off. */
  public record Part(String monitor, String title, String level, int penalty) {}

  /** What a level of a monitor takes off while it stands. */
  public record Weight(String monitor, String title, String level, int penalty) {}

  static HealthView of(Score score, Board board) {
    List<Part> parts =
        score.parts().stream()
            .map(p -> new Part(p.monitor(), p.title(), word(p.level().name()), p.penalty()))
            .toList();
    List<Weight> weights = new ArrayList<>();
    for (Monitor monitor : board.monitors().values()) {
      monitor
          .penalties()
          .forEach((level, penalty) ->
              weights.add(new Weight(monitor.id(), monitor.watch().title(), level, penalty)));
    }
    Board.Health health = score.health();
    return new HealthView(
        new Number(score.value(), score.atWorst(), health.start(), health.redBelow()),
        word(score.verdict().name()),
        parts,
        List.copyOf(weights),
        formula(score));
  }

  private static String word(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Such as {@code 100 − 20 (Alias drift, critical) = 80; red below 60}. */
  private static String formula(Score score) {
    StringBuilder text = new StringBuilder().append(score.health().start());
    int sum = 0;
    for (Score.Part part : score.parts()) {
      sum += part.penalty();
      text.append(" − ").append(part.penalty()).append(" (").append(part.title()).append(", ");
      text.append(word(part.level().name())).append(')');
    }
    boolean clamped = score.health().start() - sum < 0;
    text.append(" = ").append(score.value());
    text.append(clamped ? ", since it ends at 0" : "");
    return text.append("; red below ").append(score.health().redBelow()).toString();
  }
}
