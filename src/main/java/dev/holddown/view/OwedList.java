package dev.holddown.view;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the runs owe, what is overdue longest first, then what is due next.
 *
 * @param now the moment it is of
 * @param runsLeft how many runs were not looked at, since there were too many
 */
public record OwedList(List<Line> lines, Instant now, int runsLeft) {
  /** What a run owes. {@code closed}: whether that run has ended. */
  public record Line(String run, String title, String lock, boolean closed, OwedView owed) {}

  /** What is open of it in these runs. */
  public static OwedList of(List<RunView> runs, Instant now, int runsLeft) {
    return new OwedList(
        runs.stream()
            .flatMap(run ->
                run.owed().stream()
                    .filter(OwedView::open)
                    .map(owed ->
                        new Line(
                            run.head().run(),
                            run.head().title(),
                            run.head().lock(),
                            run.closed(),
                            owed)))
            .filter(line -> line.closed() || !line.owed().ahead())
            .sorted(
                Comparator.comparing((Line line) -> !line.owed().overdue())
                    .thenComparing(line -> line.owed().times().due().orElse(Instant.MAX)))
            .toList(),
        now,
        runsLeft);
  }

  /** That the list is not of all runs; empty when it is. */
  public Optional<String> left() {
    return runsLeft == 0
        ? Optional.empty()
        : Optional.of(
            (runsLeft == 1 ? "1 run was" : runsLeft + " runs were")
                + " not looked at, and may owe more: closed runs that owe something come first,"
                + " oldest first; meet or skip some of what stands here.");
  }

  /** How many are overdue. */
  public long overdue() {
    return lines.stream().filter(line -> line.owed().overdue()).count();
  }
}
