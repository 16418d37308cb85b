package dev.holddown.web.page;

import dev.holddown.view.BoardView;
import java.util.List;
import java.util.Optional;

/**
 * The boards there are.
 *
 * @param links of the workspace
 * @param left how many are too many to be watched
 * @param workspace whether the server has a folder of playbooks
 */
public record BoardsPage(
    Frame frame, List<Line> boards, List<BoardPage.Link> links, int left, boolean workspace) {
  /**
   * A board.
   *
   * @param number empty when it has none
   */
  public record Line(
      String title, String href, String about, Optional<BoardPage.Number> number, String coverage) {
    /** A board in a list. */
    public static Line of(BoardView view) {
      BoardPage.Summary summary = BoardPage.summary(view);
      return new Line(
          view.head().title(),
          Links.board(view.head().id()),
          view.head().about(),
          summary.number(),
          summary.coverage());
    }
  }
}
