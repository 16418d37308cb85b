package dev.holddown.view;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What the runs owe, what is overdue longest first, then what is due next.
 *
 * @param now the moment it is of
 */
public record OwedList(List<Line> lines, Instant now) {
  /** What a run owes. {@code closed}: whether that run has ended. */
  public record Line(String run, String title, String lock, boolean closed, OwedView owed) {}

  /** What is open of it in these runs. */
  public static OwedList of(List<RunView> runs, Instant now) {
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
        now);
  }

  /** How many are overdue. */
  public long overdue() {
    return lines.stream().filter(line -> line.owed().overdue()).count();
  }
}
