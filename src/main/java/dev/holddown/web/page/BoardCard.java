package dev.holddown.web.page;

import dev.holddown.view.BoardView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A card of a board.
 *
 * @param id its anchor
 * @param css its classes: a tone, {@code highlight-in-incident} and {@code failing}, and {@code
 *     highlight} for both of them while incident mode is on
 * @param href its page
 */
public record BoardCard(
    String id, Title title, String css, String href, List<BoardMonitor> monitors) {
  /** What people read above it. {@code link}: where it leads besides. */
  public record Title(String text, Badge badge, Optional<BoardPage.Link> link) {}

  /** {@code incident}: whether incident mode is on. */
  static BoardCard of(
      BoardView.CardView card, String board, Instant now, boolean incident, boolean works) {
    String id = card.name().id();
    List<BoardMonitor> monitors =
        card.monitors().stream().map(m -> BoardMonitor.of(m, board, now, works)).toList();
    Badge badge = BoardMonitor.badge(card.level(), card.green());
    String css =
        badge.tone().css()
            + (card.highlight() ? " highlight-in-incident" : "")
            + (card.green() ? "" : " failing")
            + (incident && card.highlight() && !card.green() ? " highlight" : "");
    Optional<BoardPage.Link> link =
        card.link().isEmpty()
            ? Optional.empty()
            : Optional.of(BoardPage.Link.of("More", card.link()));
    return new BoardCard(
        id, new Title(card.name().title(), badge, link), css, Links.boardCard(board, id), monitors);
  }
}
