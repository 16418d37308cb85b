package dev.holddown.view;

import dev.holddown.view.Paint.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The watches as rows: value, limit, and how far a breach has come. */
final class WatchText {
  private final RunView view;
  private final Layout layout;

  WatchText(RunView view, Layout layout) {
    this.view = view;
    this.layout = layout;
  }

  List<Row> rows() {
    List<WatchView> shown = view.watches().stream().filter(this::shown).toList();
    List<Row> rows = new ArrayList<>();
    if (!shown.isEmpty()) {
      rows.add(new Row());
      rows.add(new Row().add("Watches", Style.STRONG));
      shown.forEach(watch -> rows.addAll(row(watch)));
    }
    return rows;
  }

  private boolean shown(WatchView watch) {
    boolean telling =
        switch (watch.status()) {
          case "fired", "breach", "blind" -> true;
          default -> false;
        };
    boolean looking = watch.status().equals("ok") || watch.status().equals("armed");
    boolean all = !view.closed() && view.back().cause().isEmpty();
    return switch (layout.detail()) {
      case FULL -> telling || all;
      case BRIEF -> telling || (looking && all);
      case TIGHT -> telling;
    };
  }

  private List<Row> row(WatchView watch) {
    Style style =
        switch (watch.status()) {
          case "fired" -> Style.BAD;
          case "breach", "blind" -> Style.WARN;
          case "ok" -> Style.GOOD;
          default -> Style.DIM;
        };
    String symbol =
        switch (watch.status()) {
          case "fired" -> "✗";
          case "breach" -> "!";
          case "blind" -> "?";
          case "ok" -> "✓";
          default -> "·";
        };
    Row row = new Row().add("  " + symbol + " ", style);
    row.add(Row.cut(Row.clean(watch.title()), layout.wordAt() - 5));
    row.to(layout.wordAt()).add(word(watch), style);
    WatchView.Seen seen = watch.seen();
    if (seen.value().isPresent()) {
      row.to(layout.timeAt()).add(Quantity.text(seen.value().get(), seen.unit()));
      seen.limit()
          .ifPresent(limit ->
              row.to(layout.noteAt()).add("limit " + Quantity.text(limit, seen.unit()), Style.DIM));
    }
    List<Row> rows = new ArrayList<>(List.of(row));
    String note = note(watch);
    if (note.isEmpty()) {
      return rows;
    }
    if (row.length() + 2 + Row.width(note) <= layout.columns()) {
      row.add("  " + note, style);
    } else {
      Row.wrap(note, layout.columns() - 6, 2)
          .forEach(line -> rows.add(new Row().add("      ").add(line, style)));
    }
    return rows;
  }

  private static String word(WatchView watch) {
    return switch (watch.status()) {
      case "ahead" -> "not armed";
      case "armed" -> "no sample";
      case "declared" -> "by hand";
      default -> watch.status();
    };
  }

  private static String note(WatchView watch) {
    if (!watch.seen().why().isEmpty()) {
      return watch.seen().why();
    }
    return watch.levels().stream()
        .map(WatchText::level)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String level(WatchView.LevelView level) {
    String name = level.name().equals("breach") ? "" : level.name() + " ";
    String then = level.then().isEmpty() ? "" : ", then " + level.then();
    if (level.firedAt().isPresent()) {
      return name + "at " + Times.clock(level.firedAt().get()) + then;
    }
    return level
        .window()
        .map(window ->
            name
                + "breach "
                + Spans.text(window.counted())
                + " of "
                + Spans.text(level.sustained())
                + then)
        .orElse("");
  }
}
