package dev.holddown.domain.board;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Watch;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a board says of one of its watches.
 *
 * @param penalties what each level takes off the health while it stands, by the level's name
 */
public record Monitor(Watch watch, Telling telling, Map<String, Integer> penalties) {
  /**
   * How its answer is told to people.
   *
   * @param shows a text with values in it; empty: the sentence of the condition
   * @param details a list of the answer, told row by row
   * @param hints what to do about it, the first that fits
   * @param saves values of the answer that a snapshot keeps, by name
   */
  public record Telling(
      Optional<Arg> shows, Optional<Expr> details, List<Hint> hints, Map<String, Expr> saves) {
    /** Nothing of its own. */
    public static Telling none() {
      return new Telling(Optional.empty(), Optional.empty(), List.of(), Map.of());
    }
  }

  /**
   * What to do when something holds of the answer.
   *
   * @param title of the branch, such as {@code webhook delivery}
   * @param link where to go on; empty for nowhere
   * @param runbook what a person opens with one click; empty for nothing
   */
  public record Hint(String title, Expr when, String say, String link, Optional<Runbook> runbook) {}

  /**
   * A playbook that answers what a hint says.
   *
   * @param use its name
   * @param environment in which of its environments; empty: it is found out, or asked
   * @param with values for its inputs
   */
  public record Runbook(String use, String environment, Map<String, Arg> with) {}

  public String id() {
    return watch.id();
  }

  /** What a level takes off; 0 for one that does not say. */
  public int penalty(String level) {
    return penalties.getOrDefault(level, 0);
  }

  /** The most that it can take off. */
  public int worst() {
    return penalties.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }
}
