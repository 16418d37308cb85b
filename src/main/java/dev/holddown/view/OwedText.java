package dev.holddown.view;

import dev.holddown.view.Paint.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is owed, as lines of text. */
public final class OwedText {
  private static final int TITLE_COLUMNS = 30;
  private static final int WORD_COLUMNS = 9;
  private static final int OWNER_COLUMNS = 20;

  private OwedText() {}

  /** The list of all runs; a sentence when nothing is owed. */
  public static List<String> lines(OwedList list, Layout layout) {
    if (list.lines().isEmpty() && list.left().isEmpty()) {
      return List.of("Nothing is owed.");
    }
    List<String> lines = new ArrayList<>();
    for (OwedList.Line line : list.lines()) {
      lines.add(row(line.owed(), list.now()).render(layout.columns(), layout.paint()));
      lines.add(
          new Row()
              .add("  " + line.title() + ", " + line.lock() + ", " + line.run(), Style.DIM)
              .render(layout.columns(), layout.paint()));
      line.owed().waiting().stream()
          .flatMap(waiting -> waiting.ways().commands().stream())
          .forEach(command -> lines.add("  " + command));
    }
    list.left().ifPresent(lines::add);
    return List.copyOf(lines);
  }

  /** One thing in a line: how it stands, what it is, who owes it, until when. */
  static Row row(OwedView owed, Instant now) {
    return new Row()
        .add(owed.word(), owed.overdue() ? Style.BAD : owed.ahead() ? Style.DIM : Style.WARN)
        .to(WORD_COLUMNS)
        .add(Row.cut(owed.line().name().title(), TITLE_COLUMNS - 2), Style.STRONG)
        .to(WORD_COLUMNS + TITLE_COLUMNS)
        .add(Row.cut(owed.owner(), OWNER_COLUMNS - 2))
        .to(WORD_COLUMNS + TITLE_COLUMNS + OWNER_COLUMNS)
        .add(when(owed, now), Style.DIM);
  }

  private static String when(OwedView owed, Instant now) {
    boolean early = owed.times().opens().filter(now::isBefore).isPresent();
    return early
        ? "from " + Times.full(owed.times().opens().get())
        : owed.times()
            .due()
            .map(due -> "due " + Times.full(due) + ", " + left(due, now))
            .orElse("its moment has not come");
  }

  /** How long it is to a moment, or ago. */
  public static String left(Instant at, Instant now) {
    Duration left = Duration.between(now, at);
    String[] units = Spans.text(left.abs()).split(" ", -1);
    String span = units.length > 2 ? units[0] + " " + units[1] : String.join(" ", units);
    return left.isNegative() ? span + " late" : "in " + span;
  }
}
