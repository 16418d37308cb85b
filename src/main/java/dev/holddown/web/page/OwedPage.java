package dev.holddown.web.page;

import dev.holddown.view.OwedList;
import java.util.List;
import java.util.function.Function;

/**
 * What all runs owe: what is overdue first, then by when it is due.
 *
 * @param left that it is not of all runs; empty when it is
 */
public record OwedPage(Frame frame, List<Line> lines, long overdue, String left) {
  /** Of which run. */
  public record Line(OwedRow row, String run, String runHref, String runTitle, String lock) {}

  /** {@code viewer}: who looks, with their roles at a run. */
  public static OwedPage of(Frame frame, OwedList list, Function<String, Viewer> viewer) {
    return new OwedPage(
        frame,
        list.lines().stream()
            .map(line ->
                new Line(
                    OwedRow.of(line.owed(), line.run(), list.now(), viewer.apply(line.run())),
                    line.run(),
                    Links.run(line.run()),
                    line.title(),
                    line.lock()))
            .toList(),
        list.overdue(),
        list.left().orElse(""));
  }
}
