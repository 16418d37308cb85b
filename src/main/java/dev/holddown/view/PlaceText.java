package dev.holddown.view;

import dev.holddown.view.Paint.Style;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Stages and phases with their items as rows. */
final class PlaceText {
  private static final int REASON_LINES_MAX = 4;

  private final RunView view;
  private final Layout layout;

  PlaceText(RunView view, Layout layout) {
    this.view = view;
    this.layout = layout;
  }

  List<Row> rows(PlaceView place, boolean wayBack) {
    List<Row> rows = new ArrayList<>();
    boolean gone = view.closed() || (!wayBack && view.back().cause().isPresent());
    rows.add(heading(place, gone));
    boolean collapsed =
        switch (layout.detail()) {
          case FULL -> place.status().word().equals("ahead") && gone;
          case BRIEF -> !wayBack && (place.closed() || place.status().word().equals("ahead"));
          case TIGHT -> !place.open();
        };
    if (!collapsed) {
      place.items().forEach(item -> rows.addAll(item(item, 1)));
      if (layout.detail() == Layout.Detail.TIGHT) {
        long good = place.items().stream().filter(i -> Marks.good(i.mark())).count();
        if (good > 0) {
          rows.add(new Row().add("  ✓ ", Style.GOOD).add(good + " closed", Style.DIM));
        }
      }
    }
    return rows;
  }

  /** {@code gone}: a place that was not reached will not be reached any more. */
  private Row heading(PlaceView place, boolean gone) {
    PlaceView.Status status = place.status();
    boolean noGo = status.word().equals("no-go");
    Style style =
        switch (status.word()) {
          case "closed" -> Style.GOOD;
          case "no-go", "overdue" -> Style.BAD;
          case "open" -> Style.BUSY;
          case "stopped" -> Style.WARN;
          default -> Style.DIM;
        };
    String symbol =
        switch (status.word()) {
          case "closed" -> "✓";
          case "no-go" -> "✗";
          case "overdue" -> "!";
          case "open" -> "▸";
          case "stopped" -> "■";
          default -> "·";
        };
    Row row = new Row().add(symbol + " ", style);
    boolean ahead = status.word().equals("ahead");
    row.add(Row.cut(place.title(), layout.wordAt() - 3), ahead ? Style.DIM : Style.STRONG);
    if (ahead) {
      return gone ? row.to(layout.wordAt()).add("not reached", Style.DIM) : row;
    }
    row.to(layout.wordAt()).add(times(status), status.overrun() ? Style.WARN : Style.DIM);
    if (!place.sentence().isEmpty()) {
      row.add("  " + (noGo ? "NO-GO" : place.sentence()), noGo ? Style.BAD : Style.DIM);
    }
    return row;
  }

  private String times(PlaceView.Status status) {
    Instant until = status.closedAt().orElse(view.head().times().now());
    Duration taken = Duration.between(status.openedAt().orElse(until), until);
    String box = status.timeBox().isZero() ? "" : " of " + Spans.text(status.timeBox());
    return Spans.text(taken) + box + (status.overrun() ? ", OVERRUN" : "");
  }

  /** An item and what is below it. */
  List<Row> item(ItemView item, int depth) {
    List<Row> rows = new ArrayList<>();
    boolean hidden = layout.detail() == Layout.Detail.TIGHT && Marks.good(item.mark());
    if (!hidden) {
      rows.addAll(own(item, depth));
    }
    boolean below =
        layout.detail() == Layout.Detail.FULL
            || !Marks.good(item.mark()) && !item.mark().word().equals("open");
    if (below) {
      item.children().forEach(child -> rows.addAll(item(child, depth + 1)));
    }
    return rows;
  }

  private List<Row> own(ItemView item, int depth) {
    ItemView.Mark mark = item.mark();
    boolean ahead = mark.word().equals("open");
    int titleAt = depth * 2 + 2;
    Row row = new Row().add("  ".repeat(depth)).add(Marks.symbol(mark) + " ", Marks.style(mark));
    row.add(
        Row.cut(Row.clean(item.name().title()), layout.wordAt() - titleAt - 1),
        ahead ? Style.DIM : Style.NORMAL);
    if (ahead) {
      return List.of(
          mark.reason().isEmpty() ? row : row.to(layout.wordAt()).add(mark.reason(), Style.DIM));
    }
    row.to(layout.wordAt()).add(mark.word(), Marks.style(mark));
    row.to(layout.timeAt()).add(time(item), Style.DIM);
    String note = note(item);
    int room = layout.columns() - layout.noteAt();
    Style style = mark.warn().isEmpty() && !item.work().overrun() ? Style.DIM : Style.WARN;
    List<Row> rows = new ArrayList<>();
    rows.add(row);
    if (note.isEmpty()) {
      return rows;
    }
    boolean calm = Marks.good(mark) && mark.warn().isEmpty();
    if (layout.wide() && (Row.width(note) <= room || calm)) {
      row.to(layout.noteAt()).add(note, Marks.bad(mark) ? Style.NORMAL : style);
      return rows;
    }
    if (calm) {
      return rows;
    }
    int lines = layout.detail() == Layout.Detail.FULL ? REASON_LINES_MAX : 2;
    Row.wrap(note, layout.columns() - titleAt - 2, Marks.bad(mark) ? lines : 2)
        .forEach(line ->
            rows.add(
                new Row()
                    .add(" ".repeat(titleAt + 2))
                    .add(line, Marks.bad(mark) ? Style.NORMAL : style)));
    return rows;
  }

  /** The time it ended; while it is open, how long it has been. */
  private String time(ItemView item) {
    return item.mark()
        .since()
        .map(since ->
            ended(item)
                ? Times.clock(since)
                : Spans.text(Duration.between(since, view.head().times().now())))
        .orElse("");
  }

  private static boolean ended(ItemView item) {
    return !item.mark().status().equals("OPEN")
        && !item.mark().status().equals("RUNNING")
        && !item.mark().status().equals("STALE");
  }

  private String note(ItemView item) {
    ItemView.Work work = item.work();
    boolean open = !ended(item);
    return Stream.of(
            work.overrun() ? "OVERRUN" : "",
            item.when().late() && open ? "LATE" : "",
            work.traffic().map(this::traffic).orElse(""),
            work.bake().map(PlaceText::bake).orElse(""),
            work.attempt() > 1 ? "attempt " + work.attempt() : "",
            open ? signed(item) : "",
            item.mark().warn().isEmpty() ? "" : "heads-up: " + item.mark().warn(),
            beside(item.beside()),
            item.mark().reason())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String beside(ItemView.Beside beside) {
    return Stream.of(
            counted(beside.remarks().size(), "comment"), counted(beside.files().size(), "file"))
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String counted(int count, String noun) {
    return count == 0 ? "" : count + " " + noun + (count == 1 ? "" : "s");
  }

  private String traffic(ItemView.Traffic traffic) {
    String plan = traffic.plan().stream().map(String::valueOf).collect(Collectors.joining(" → "));
    String was = view.back().cause().isPresent() ? "was at " : "";
    return was + traffic.weight() + " % of " + plan;
  }

  private static String bake(ItemView.Bake bake) {
    return "counted "
        + Spans.text(bake.covered())
        + " of "
        + Spans.text(bake.needed())
        + (bake.counting() ? "" : ", the clock stands: " + bake.why());
  }

  private static String signed(ItemView item) {
    return item.signatures().isEmpty()
        ? ""
        : "signed by "
            + item.signatures().stream()
                .map(g ->
                    g.person()
                        + " ("
                        + g.role()
                        + (g.method().isEmpty() ? ")" : ", by " + g.method() + ")"))
                .collect(Collectors.joining(", "));
  }
}
