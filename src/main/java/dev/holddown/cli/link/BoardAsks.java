package dev.holddown.cli.link;

import dev.holddown.engine.Boards;
import dev.holddown.view.BoardView;
import dev.holddown.view.BoardsView;
import java.util.List;
import java.util.Optional;

/** What is asked of boards at the desk of an engine. */
final class BoardAsks {
  private final Optional<Boards> boards;

  BoardAsks(Opened opened) {
    this.boards = opened instanceof Hosted hosted ? hosted.boards() : Optional.empty();
  }

  /** Empty for what is not about boards. */
  Optional<Object> answer(Ask ask) {
    return switch (ask.verb()) {
      case "boards" -> Optional.of(all());
      case "board" -> Optional.of(one(ask, false));
      case "board-check" -> Optional.of(one(ask, true));
      default -> Optional.empty();
    };
  }

  private BoardsView all() {
    Boards watched = watched();
    List<BoardsView.Line> lines =
        watched.ids().stream()
            .flatMap(id -> watched.state(id).stream())
            .map(BoardView::of)
            .map(BoardsView.Line::of)
            .toList();
    return new BoardsView(lines, watched.left());
  }

  /** One board; {@code check}: after it was asked anew. */
  private BoardView one(Ask ask, boolean check) {
    Boards watched = watched();
    String id = ask.must("board");
    Optional<String> monitor = Optional.of(ask.text("monitor")).filter(text -> !text.isEmpty());
    try {
      return (check ? watched.check(id, monitor) : watched.state(id))
          .map(BoardView::of)
          .orElseThrow(() -> missing(watched, id));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(Refused.Why.UNAVAILABLE, "interrupted; ask again");
    }
  }

  private static Refused missing(Boards watched, String id) {
    return new Refused(
        Refused.Why.MISSING,
        "there is no board \""
            + id
            + "\""
            + (watched.ids().isEmpty()
                ? "; none is watched here"
                : "; there are " + String.join(", ", watched.ids())));
  }

  private Boards watched() {
    return boards.orElseThrow(() ->
        new Refused(
            Refused.Why.UNAVAILABLE,
            "no engine runs, so nothing is watched; start one with: holddown serve --workspace"
                + " DIR, or name the board's file"));
  }
}
