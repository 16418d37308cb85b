package dev.holddown.web.page;

import dev.holddown.view.BoardView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A card of a board.
 *
 * @param id its anchor
 * @param css its classes: a tone, and {@code highlight-in-incident} with {@code failing} where it
 *     is to stand out
 * @param href its page
 */
public record BoardCard(
    String id, Title title, String css, String href, List<BoardMonitor> monitors) {
  /** What people read above it. {@code link}: where it leads besides. */
  public record Title(String text, Badge badge, Optional<BoardPage.Link> link) {}

  static BoardCard of(BoardView.CardView card, String board, Instant now) {
    String id = card.name().id();
    List<BoardMonitor> monitors =
        card.monitors().stream().map(m -> BoardMonitor.of(m, board, now)).toList();
    Badge badge = BoardMonitor.badge(card.level(), card.green());
    String css =
        badge.tone().css()
            + (card.highlight() ? " highlight-in-incident" : "")
            + (card.green() ? "" : " failing");
    Optional<BoardPage.Link> link =
        card.link().isEmpty()
            ? Optional.empty()
            : Optional.of(BoardPage.Link.of("More", card.link()));
    return new BoardCard(
        id, new Title(card.name().title(), badge, link), css, Links.boardCard(board, id), monitors);
  }
}
