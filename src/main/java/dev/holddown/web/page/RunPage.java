package dev.holddown.web.page;

import dev.holddown.view.RunSheet;
import dev.holddown.view.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run: where it stands, who is waited for, its checklist with proofs, its watches. */
public record RunPage(
    Frame frame, RunHead head, Needs needs, Lists lists, List<WatchCard> watches) {
  private static final int SHOWN_MAX = 4;

  /**
   * Who is waited for.
   *
   * @param more how many stand in their lines only
   */
  public record Needs(List<Need> first, int more) {
    static Needs of(List<Need> all) {
      int shown = all.size() > SHOWN_MAX ? SHOWN_MAX - 1 : all.size();
      return new Needs(all.stream().limit(shown).toList(), all.size() - shown);
    }
  }

  /** What is gone through. {@code back}: the way back, from its decision on. */
  public record Lists(
      List<StageBox> stages,
      List<StageBox> back,
      List<ItemRow> undo,
      Besides beside,
      List<OwedRow> owed) {
    Stream<StageBox> boxes() {
      return Stream.concat(stages.stream(), back.stream());
    }
  }

  /** Puts it together. */
  public static RunPage of(Frame frame, RunSheet sheet) {
    RunView view = sheet.view();
    Viewer viewer = frame.viewer();
    boolean back = view.back().cause().isPresent();
    List<StageBox> stages =
        view.stages().stream().map(stage -> StageBox.of(stage, sheet, viewer)).toList();
    List<StageBox> phases =
        !back
            ? List.of()
            : view.back().phases().stream()
                .map(phase -> StageBox.of(phase, sheet, viewer))
                .toList();
    List<ItemRow> undo =
        back
            ? ItemRow.all(
                view.back().undo(), new ItemRow.Context(sheet, java.time.Duration.ZERO, viewer))
            : List.of();
    return new RunPage(
        frame,
        RunHead.of(sheet, viewer),
        Needs.of(view.standing().waiting().stream().map(w -> Need.of(w, sheet, viewer)).toList()),
        new Lists(
            stages,
            phases,
            undo,
            Besides.of(view),
            view.owed().stream()
                .map(owed -> OwedRow.of(owed, view.head().run(), view.head().times().now(), viewer))
                .toList()),
        view.watches().stream().map(watch -> WatchCard.of(view, watch, sheet)).toList());
  }

  /** The same with news. */
  public RunPage framed(Frame other) {
    return new RunPage(other, head, needs, lists, watches);
  }

  /** What changes while somebody looks. */
  public List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece("run-head", "runhead", head));
    pieces.add(new Piece("run-besides", "besides", lists.beside()));
    pieces.add(new Piece("run-needs", "needs", needs));
    pieces.add(new Piece("run-owed", "owedbox", lists.owed()));
    lists
        .boxes()
        .forEach(box -> {
          pieces.add(new Piece(box.head().id(), "stagehead", box.head()));
          box.rows().forEach(row -> pieces.add(new Piece(row.name().id(), "item", row)));
        });
    lists.undo().forEach(row -> pieces.add(new Piece(row.name().id(), "item", row)));
    watches.forEach(watch -> pieces.add(new Piece(watch.id(), "watch", watch)));
    return pieces;
  }

  /** What is there, in which order. */
  public String shape() {
    return Anchor.digest(pieces().stream().map(Piece::id).collect(Collectors.joining(" ")));
  }
}
