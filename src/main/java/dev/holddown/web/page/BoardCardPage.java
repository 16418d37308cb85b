package dev.holddown.web.page;

import dev.holddown.view.BoardView;
import dev.holddown.view.MonitorView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A card with all that is known of its monitors. {@code wanted}: as the address says it. */
public record BoardCardPage(
    Frame frame, Crumb crumb, BoardCard card, Wanted wanted, List<Detail> details) {
  /** The board it is of. */
  public record Crumb(String board, String title, String href) {}

  /**
   * What is wanted of it.
   *
   * @param from RFC 3339; empty: the last hour
   * @param to RFC 3339; empty: until now
   * @param q words that must be in a row; empty: every row
   */
  public record Wanted(String from, String to, String q) {}

  /**
   * A monitor in full.
   *
   * @param facts name and value, in order
   * @param chart empty while there is nothing to draw
   */
  public record Detail(
      String id,
      BoardMonitor monitor,
      List<ItemPage.Fact> facts,
      Optional<Chart> chart,
      Rows rows) {}

  /** Rows of its answer. {@code hidden}: those that the filter leaves out. */
  public record Rows(List<String> columns, List<List<String>> rows, int hidden, int left) {}

  /** {@code charts}: by the monitor's key. */
  public static BoardCardPage of(
      Frame frame,
      BoardView view,
      BoardView.CardView card,
      Wanted wanted,
      Map<String, Chart> charts) {
    Instant now = view.at();
    String board = view.head().id();
    boolean works = frame.viewer().works();
    List<Detail> details = new ArrayList<>();
    for (MonitorView monitor : card.monitors()) {
      details.add(
          new Detail(
              monitor.name().id(),
              BoardMonitor.of(monitor, board, now, works),
              facts(monitor, now),
              Optional.ofNullable(charts.get(monitor.name().key())),
              rows(monitor, wanted.q())));
    }
    return new BoardCardPage(
        frame,
        new Crumb(board, view.head().title(), Links.board(board)),
        BoardCard.of(card, board, now, false, works),
        wanted,
        List.copyOf(details));
  }

  private static List<ItemPage.Fact> facts(MonitorView monitor, Instant now) {
    List<ItemPage.Fact> facts = new ArrayList<>();
    facts.add(new ItemPage.Fact("Judged", monitor.figures().reason()));
    for (MonitorView.Limit limit : monitor.figures().limits()) {
      String penalty = limit.penalty() == 0 ? "" : "; takes " + limit.penalty() + " off";
      facts.add(
          new ItemPage.Fact(
              "Limit, " + limit.level(), limit.breach() + " " + limit.lasting() + penalty));
    }
    monitor
        .now()
        .since()
        .ifPresent(since -> facts.add(new ItemPage.Fact("Since", Moment.of(since, now).text())));
    facts.add(
        new ItemPage.Fact(
            "Asked",
            "every "
                + monitor.figures().everySeconds()
                + " s; the last answer took "
                + monitor.seen().tookMillis()
                + " ms"));
    monitor
        .advice()
        .saves()
        .forEach((name, value) -> facts.add(new ItemPage.Fact(name, RunHead.text(value))));
    return List.copyOf(facts);
  }

  private static Rows rows(MonitorView monitor, String q) {
    Set<String> columns = new LinkedHashSet<>();
    monitor.advice().rows().forEach(row -> columns.addAll(row.keySet()));
    List<List<String>> rows = new ArrayList<>();
    int hidden = 0;
    for (Map<String, Object> row : monitor.advice().rows()) {
      List<String> cells =
          columns.stream().map(column -> RunHead.text(row.getOrDefault(column, ""))).toList();
      if (fits(cells, q)) {
        rows.add(cells);
      } else {
        hidden++;
      }
    }
    return new Rows(List.copyOf(columns), List.copyOf(rows), hidden, monitor.advice().rowsLeft());
  }

  private static boolean fits(List<String> cells, String q) {
    String all = String.join(" ", cells).toLowerCase(Locale.ROOT);
    return List.of(q.toLowerCase(Locale.ROOT).strip().split("\\s+")).stream()
        .allMatch(all::contains);
  }
}
