package dev.holddown.web.page;

import dev.holddown.engine.port.EventStore;
import dev.holddown.view.RunView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The first page: every open run, the biggest problem first, and those that closed last.
 *
 * @param playbooks what may be started here
 */
public record OverviewPage(
    Frame frame, Summary summary, List<RunRow> open, List<RunRow.Closed> closed, Start start) {
  /** How many runs are in which state, and how the boards stand. */
  public record Summary(
      long open, long troubled, long waiting, long back, List<BoardsPage.Line> boards) {}

  /**
   * What may be started, and what is shown.
   *
   * @param workspace whether the server has a folder of playbooks
   */
  public record Start(boolean workspace, List<String> playbooks, Checklists checklists) {}

  /** What the page is made of. {@code viewer}: who looks, as they are for a run. */
  public record Runs(
      List<RunView> open,
      List<EventStore.IndexRow> closed,
      Instant now,
      List<BoardsPage.Line> boards,
      Function<RunView, Viewer> viewer) {}

  /** Puts it together. */
  public static OverviewPage of(
      Frame frame, Runs runs, List<String> playbooks, boolean workspace, Checklists.Wanted wanted) {
    Checklists checklists = Checklists.of(runs.open(), wanted, runs.viewer());
    List<RunView> sorted =
        runs.open().stream()
            .filter(run -> Checklists.fits(run, wanted, runs.viewer()))
            .sorted(Comparator.comparingInt(view -> Trouble.of(view).rank()))
            .toList();
    Summary summary =
        new Summary(
            runs.open().size(),
            runs.open().stream().filter(view -> Trouble.of(view).tone() == Tone.BAD).count(),
            runs.open().stream().filter(view -> !view.standing().waiting().isEmpty()).count(),
            runs.open().stream().filter(view -> view.back().cause().isPresent()).count(),
            runs.boards());
    return new OverviewPage(
        frame,
        summary,
        sorted.stream().map(RunRow::of).toList(),
        runs.closed().stream().map(row -> RunRow.Closed.of(row, runs.now())).toList(),
        new Start(workspace, playbooks, checklists));
  }

  /** What changes while somebody looks. */
  public List<Piece> pieces() {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(new Piece("summary", "summary", summary)),
            open.stream().map(row -> new Piece(row.id(), "runrow", row)))
        .toList();
  }

  /** What is there, in which order. */
  public String shape() {
    String all =
        start.checklists().tabs().stream()
                .map(tab -> tab.title() + tab.runs())
                .collect(Collectors.joining(" "))
            + "/"
            + open.stream().map(RunRow::id).collect(Collectors.joining(" "))
            + "/"
            + closed.stream().map(RunRow.Closed::href).collect(Collectors.joining(" "));
    return Anchor.digest(all);
  }

  /** The same with news. */
  public OverviewPage framed(Frame other) {
    return new OverviewPage(other, summary, open, closed, start);
  }
}
