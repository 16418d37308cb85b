package dev.holddown.view;

import dev.holddown.domain.run.EvidenceLedger;
import dev.holddown.view.Paint.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A run as lines of text: the live view, {@code show}, and the report at the end. */
public final class RunText {
  private final RunView view;
  private final Layout layout;
  private final List<String> lines = new ArrayList<>();

  private RunText(RunView view, Layout layout) {
    this.view = view;
    this.layout = layout.fitted(longest(view));
  }

  private static int longest(RunView view) {
    int items =
        Stream.of(view.stages(), view.back().phases())
            .flatMap(List::stream)
            .flatMap(place -> place.items().stream())
            .mapToInt(item -> longest(item, 1))
            .max()
            .orElse(0);
    int watches =
        view.watches().stream().mapToInt(watch -> Row.width(watch.title()) + 4).max().orElse(0);
    return Math.max(items, watches);
  }

  private static int longest(ItemView item, int depth) {
    int below = item.children().stream().mapToInt(c -> longest(c, depth + 1)).max().orElse(0);
    return Math.max(Row.width(item.name().title()) + depth * 2 + 2, below);
  }

  /** The lines, each at most as wide as the layout, but for commands, which are never cut. */
  public static List<String> lines(RunView view, Layout layout) {
    RunText text = new RunText(view, layout);
    text.all();
    return List.copyOf(text.lines);
  }

  /**
   * The fullest picture that fits into so many lines; when not even the tightest does, its end is
   * cut and a line says so.
   */
  public static List<String> fitting(RunView view, Layout layout, int linesMax) {
    for (Layout.Detail detail : Layout.Detail.values()) {
      if (detail.compareTo(layout.detail()) < 0) {
        continue;
      }
      List<String> lines = lines(view, layout.with(detail));
      if (lines.size() <= linesMax) {
        return lines;
      }
    }
    List<String> lines =
        new ArrayList<>(
            lines(view, layout.with(Layout.Detail.TIGHT)).subList(0, Math.max(1, linesMax - 1)));
    lines.add("… more: holddown show " + view.head().run());
    return lines;
  }

  /** Only how the run stands as a whole. */
  public static List<String> phaseLine(RunView view, Layout layout) {
    RunText text = new RunText(view, layout);
    text.phase();
    return List.copyOf(text.lines);
  }

  private void all() {
    header();
    phase();
    stages();
    back();
    owed();
    evidence();
    new WatchText(view, layout).rows().forEach(this::put);
    waiting();
    closing();
  }

  private void put(Row row) {
    lines.add(row.render(layout.columns(), layout.paint()));
  }

  private void blank() {
    lines.add("");
  }

  // --- the head ---

  private void header() {
    RunView.Head head = view.head();
    int room = layout.columns() - Row.width(head.run()) - 2;
    put(
        new Row()
            .add(Row.cut(Row.clean(head.title()), room), Style.STRONG)
            .endAt(layout.columns(), head.run(), Style.DIM));
    String started = "started " + Times.full(head.times().startedAt());
    put(
        new Row()
            .add(head.lock() + " · " + started + " by " + head.origin().starter(), Style.DIM)
            .add(" · " + view.took(), Style.DIM));
    String inputs = pairs(head.origin().inputs());
    if (!inputs.isEmpty()) {
      put(new Row().add(inputs, Style.DIM));
    }
    blank();
  }

  /** {@code name=value} pairs; an image by its reference. */
  static String pairs(Map<String, Object> values) {
    List<String> pairs = new ArrayList<>();
    values.forEach((name, value) -> pairs.add(name + "=" + shown(value)));
    return String.join("  ", pairs);
  }

  private static String shown(Object value) {
    return value instanceof Map<?, ?> map && map.get("ref") instanceof String ref
        ? ref
        : String.valueOf(value);
  }

  private void phase() {
    Standing standing = view.standing();
    Standing.Counts counts = standing.counts();
    Row row = new Row().add(phaseWord(), phaseStyle());
    if (view.back().cause().isEmpty()) {
      long closed = counts.all() - counts.open();
      row.add("   " + closed + " of " + counts.all() + " closed, " + counts.percent() + " %   ");
      int bar = layout.wide() ? 24 : 12;
      int full = (int) (counts.percent() * bar / 100);
      row.add("━".repeat(full), Style.GOOD).add("─".repeat(bar - full), Style.DIM);
      apart(row, counts);
    }
    put(row);
    note("held", standing.notes().held());
    note("a rollback is proposed", standing.notes().proposal());
    view.back().cause().ifPresent(cause -> wrapped("cause: " + cause, 0, Style.WARN, 3));
  }

  private static void apart(Row row, Standing.Counts counts) {
    if (counts.waived() > 0) {
      row.add("  " + counts.waived() + " waived", Style.WARN);
    }
    if (counts.notApplicable() > 0) {
      row.add("  " + counts.notApplicable() + " n/a", Style.DIM);
    }
  }

  private String phaseWord() {
    return switch (view.standing().phase()) {
      case "QUEUED" -> "QUEUED behind " + view.standing().notes().queuedBehind().orElse("another");
      case "FORWARD" -> view.standing().notes().held().isPresent() ? "HELD" : "GOING FORWARD";
      case "ABORTING" -> "ABORTING";
      case "ROLLING_BACK" ->
          "ROLLING BACK since " + Times.clock(view.back().decidedAt().orElseThrow());
      case "WATCHING" -> "WATCHING";
      default -> view.standing().result().outcome().orElse("CLOSED").replace('_', ' ');
    };
  }

  private Style phaseStyle() {
    return switch (view.standing().phase()) {
      case "ROLLING_BACK", "ABORTING" -> Style.BAD;
      case "CLOSED" -> Marks.ofExit(view.standing().result().exitCode());
      case "FORWARD" -> view.standing().notes().held().isPresent() ? Style.WARN : Style.STRONG;
      default -> Style.STRONG;
    };
  }

  private void note(String word, Optional<String> text) {
    text.ifPresent(why -> wrapped(word + ": " + why, 0, Style.WARN, 3));
  }

  private void wrapped(String text, int indent, Style style, int linesMax) {
    Row.wrap(text, layout.columns() - indent, linesMax)
        .forEach(line -> put(new Row().add(" ".repeat(indent)).add(line, style)));
  }

  // --- stages and phases ---

  private void stages() {
    if (layout.detail() == Layout.Detail.TIGHT && view.back().cause().isPresent()) {
      return;
    }
    blank();
    PlaceText text = new PlaceText(view, layout);
    view.stages().forEach(stage -> text.rows(stage, false).forEach(this::put));
  }

  private void back() {
    RunView.BackView back = view.back();
    if (back.cause().isEmpty()) {
      return;
    }
    blank();
    Row row = new Row().add("Rollback", Style.STRONG);
    if (!back.to().isEmpty()) {
      row.add("  to " + pairs(back.to()));
    }
    put(row);
    PlaceText text = new PlaceText(view, layout);
    back.phases().forEach(phase -> text.rows(phase, true).forEach(this::put));
    List<ItemView> owed =
        back.undo().stream().filter(item -> !item.mark().word().equals("n/a")).toList();
    owed.forEach(item -> text.item(item, 0).forEach(this::put));
  }

  // --- the end ---

  private void owed() {
    List<OwedView> owed =
        view.owed().stream()
            .filter(OwedView::open)
            .filter(one -> view.closed() || !one.ahead())
            .toList();
    if (!owed.isEmpty()) {
      blank();
      put(new Row().add("Owed", Style.STRONG));
      owed.forEach(one -> put(OwedText.row(one, view.head().times().now())));
    }
  }

  private void evidence() {
    if (view.kept().isEmpty() || layout.detail() == Layout.Detail.TIGHT) {
      return;
    }
    blank();
    put(new Row().add("Evidence", Style.STRONG));
    for (EvidenceView kept : view.kept()) {
      String need =
          kept.needed() == 0
              ? ""
              : " of " + kept.needed() + " by the end of " + kept.by().orElse("the run");
      put(
          new Row()
              .add("  " + kept.name() + ": " + kept.pieces().size() + need, Style.STRONG)
              .add(kept.lacks() ? "  missing" : "", Style.WARN));
      for (EvidenceLedger.Piece piece : kept.pieces()) {
        put(new Row().add("    sha256:" + piece.digest(), Style.DIM));
        String by = piece.by().isEmpty() ? "" : " by " + piece.by();
        wrapped(
            piece.what() + by + ", " + Times.full(piece.at()) + ", " + piece.line().title(),
            4,
            Style.DIM,
            2);
      }
    }
  }

  private void waiting() {
    for (Waiting wait : view.standing().waiting()) {
      blank();
      wrapped("Waiting for " + wait.who() + ": " + sentence(wait), 0, Style.WARN, 4);
      for (String command : wait.ways().commands()) {
        lines.add(new Row().add("  " + command).render(Integer.MAX_VALUE, layout.paint()));
      }
    }
  }

  private static String sentence(Waiting wait) {
    boolean named = wait.key().equals("run") || wait.what().contains(wait.title());
    return wait.brief() + (named ? "" : " \"" + wait.title() + "\"");
  }

  private void closing() {
    Standing.Result result = view.standing().result();
    if (result.outcome().isPresent() && !result.sentence().isEmpty()) {
      blank();
      Row.wrap(result.sentence(), layout.columns(), 6)
          .forEach(line -> put(new Row().add(line, Marks.ofExit(result.exitCode()))));
    }
  }
}
