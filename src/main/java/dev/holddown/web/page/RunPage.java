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
  /** Who is waited for; {@code viewer}: by whom the forms are sent. */
  public record Needs(List<Need> all, Viewer viewer) {}

  /** What is gone through. {@code back}: the way back, from its decision on. */
  public record Lists(List<StageBox> stages, List<StageBox> back, List<ItemRow> undo) {
    Stream<StageBox> boxes() {
      return Stream.concat(stages.stream(), back.stream());
    }
  }

  /** Puts it together. */
  public static RunPage of(Frame frame, RunSheet sheet) {
    RunView view = sheet.view();
    Viewer viewer = frame.viewer();
    boolean works = viewer.works() && !view.closed();
    boolean back = view.back().cause().isPresent();
    List<StageBox> stages =
        view.stages().stream().map(stage -> StageBox.of(stage, sheet, works)).toList();
    List<StageBox> phases =
        !back
            ? List.of()
            : view.back().phases().stream().map(phase -> StageBox.of(phase, sheet, works)).toList();
    List<ItemRow> undo =
        back ? ItemRow.all(view.back().undo(), sheet, java.time.Duration.ZERO, works) : List.of();
    return new RunPage(
        frame,
        RunHead.of(sheet, viewer),
        new Needs(
            view.standing().waiting().stream().map(w -> Need.of(w, sheet, viewer)).toList(),
            viewer),
        new Lists(stages, phases, undo),
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
    pieces.add(new Piece("run-needs", "needs", new Needs(needs.all(), needs.viewer().shared())));
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
