package dev.holddown.view;

import dev.holddown.domain.board.Told;
import dev.holddown.view.Paint.Style;
import java.util.ArrayList;
import java.util.List;

/** A board as lines of text. */
public final class BoardText {
  private static final int LEVEL = 10;

  private BoardText() {}

  /** The lines: the number, what is wrong with the worst first, and every card. */
  public static List<String> lines(BoardView view, Layout layout) {
    List<String> lines = new ArrayList<>();
    lines.add(row(layout, new Row().add(view.head().title(), Style.STRONG)));
    view.health()
        .ifPresent(health ->
            lines.add(
                row(
                    layout,
                    new Row()
                        .add("health " + health.number().value(), style(health.verdict()))
                        .add(", " + health.verdict(), style(health.verdict()))
                        .add(": " + health.formula()))));
    BoardView.Coverage covered = view.head().coverage();
    lines.add(
        row(
            layout,
            new Row()
                .add(
                    covered.fresh() + " of " + covered.all() + " monitors have a fresh answer",
                    covered.unproven().isEmpty() ? Style.DIM : Style.WARN)));
    for (BoardView.CardView card : view.cards()) {
      lines.add("");
      lines.add(row(layout, new Row().add(card.name().title(), Style.STRONG)));
      card.monitors().forEach(monitor -> monitor(monitor, layout, lines));
    }
    return lines;
  }

  private static void monitor(MonitorView monitor, Layout layout, List<String> lines) {
    String level =
        monitor.green() || !monitor.now().level().equals("ok") ? monitor.now().level() : "breach";
    lines.add(
        row(
            layout,
            new Row()
                .add("  ")
                .add(level, style(level))
                .to(LEVEL + 2)
                .add(monitor.name().title() + ": ")
                .add(monitor.sentence())));
    monitor.now().pending().forEach(pending -> lines.add(note(layout, pending.text(), Style.WARN)));
    for (Told.Branch branch : monitor.advice().branches()) {
      lines.add(note(layout, branch.title() + ": " + branch.say(), Style.NORMAL));
    }
  }

  private static String note(Layout layout, String text, Style style) {
    return row(layout, new Row().to(LEVEL + 2).add(text, style));
  }

  private static String row(Layout layout, Row row) {
    return row.render(layout.columns(), layout.paint());
  }

  private static Style style(String word) {
    return switch (word) {
      case "green", "ok" -> Style.GOOD;
      case "red", "critical", "blind" -> Style.BAD;
      default -> Style.WARN;
    };
  }
}
