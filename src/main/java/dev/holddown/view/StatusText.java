package dev.holddown.view;

import dev.holddown.view.Paint.Style;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The list of runs as lines of text. */
public final class StatusText {
  private StatusText() {}

  /** The lines; a sentence when there are no runs. */
  public static List<String> lines(StatusView view, Layout layout) {
    if (view.runs().isEmpty()) {
      return List.of("No runs yet. Start one with: holddown run PLAYBOOK");
    }
    List<String> lines = new ArrayList<>();
    int run = column(view.runs().stream().map(StatusView.Line::run).toList(), "RUN", 36);
    int state = column(view.runs().stream().map(StatusText::state).toList(), "STATE", 20);
    int lock = column(view.runs().stream().map(StatusView.Line::lock).toList(), "WHERE", 24);
    int age = 10;
    lines.add(
        new Row()
            .add("RUN", Style.DIM)
            .to(run)
            .add("STATE", Style.DIM)
            .to(run + state)
            .add("WHERE", Style.DIM)
            .to(run + state + lock)
            .add("AGE", Style.DIM)
            .to(run + state + lock + age)
            .add("NOTE", Style.DIM)
            .render(layout.columns(), layout.paint()));
    for (StatusView.Line line : view.runs()) {
      String since = Spans.text(Duration.between(line.tail().startedAt(), view.now()));
      lines.add(
          new Row()
              .add(Row.cut(line.run(), run - 2), Style.STRONG)
              .to(run)
              .add(state(line), style(line))
              .to(run + state)
              .add(Row.cut(line.lock(), lock - 2))
              .to(run + state + lock)
              .add(brief(since), Style.DIM)
              .to(run + state + lock + age)
              .add(line.tail().note().isEmpty() ? line.title() : line.tail().note(), Style.DIM)
              .render(layout.columns(), layout.paint()));
    }
    view.runs().stream()
        .filter(line -> line.state().equals(StatusView.UNREADABLE))
        .forEach(line ->
            lines.add(
                line.run()
                    + " is set aside, other runs go on. "
                    + line.tail().note()
                    + ". Look with: holddown log verify; restore a backup, or go back by hand"
                    + " with: holddown card "
                    + line.run()));
    return lines;
  }

  /** The two largest units are enough. */
  private static String brief(String span) {
    String[] parts = span.split(" ", -1);
    return parts.length > 2 ? parts[0] + " " + parts[1] : span;
  }

  private static String state(StatusView.Line line) {
    String word = line.state().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    return word
        + line.tail().percent().filter(p -> line.tail().open()).map(p -> " " + p + " %").orElse("");
  }

  private static Style style(StatusView.Line line) {
    return switch (line.state()) {
      case "SUCCEEDED" -> Style.GOOD;
      case "ROLLING_BACK", "ABORTING", "GAVE_UP", StatusView.UNREADABLE -> Style.BAD;
      case "ROLLED_BACK", "ABORTED", "TAKEN_BACK" -> Style.WARN;
      default -> Style.BUSY;
    };
  }

  private static int column(List<String> texts, String head, int max) {
    int widest = texts.stream().mapToInt(Row::width).max().orElse(0);
    return Math.min(max, Math.max(widest, head.length())) + 2;
  }
}
