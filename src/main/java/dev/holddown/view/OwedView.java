package dev.holddown.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that a run owes.
 *
 * @param line as any line: its key, its status, its form
 * @param owner the role that owes it
 * @param word how it stands: {@code ahead} (not owed yet), {@code owed}, {@code overdue}, {@code
 *     met}, {@code given up}, {@code over} (no more of it is owed)
 * @param waiting who is asked for what now
 */
public record OwedView(
    ItemView line, String owner, String word, Times times, List<Waiting> waiting) {
  /**
   * When it is owed; each empty while nobody knows.
   *
   * @param opens not met before
   * @param due late after
   * @param round how often it was owed so far; 0 when it has not begun
   */
  public record Times(Optional<Instant> opens, Optional<Instant> due, int round) {}

  /** Whether it is still to be met, now or later. */
  public boolean open() {
    return word.equals("owed") || overdue() || ahead();
  }

  public boolean overdue() {
    return word.equals("overdue");
  }

  /** Whether it is not owed yet. */
  public boolean ahead() {
    return word.equals("ahead");
  }
}
