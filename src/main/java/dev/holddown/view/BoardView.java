package dev.holddown.view;

import dev.holddown.domain.board.Board;
import dev.holddown.domain.board.BoardState;
import dev.holddown.domain.board.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A board as it stands: what page, API and verb show.
 *
 * @param health its number; empty when it has none
 * @param anomalies what is wrong, the largest penalty first
 */
public record BoardView(
    Head head, Optional<HealthView> health, Anomalies anomalies, List<CardView> cards, Instant at) {
  /**
   * What it is.
   *
   * @param coverage how many of its monitors have a fresh answer
   * @param links targets by title
   */
  public record Head(
      String id, String title, String about, Coverage coverage, Map<String, String> links) {}

  /**
   * How much of it is proven.
   *
   * @param oldestSeconds the age of the oldest answer there is; empty when there is none
   * @param unproven the keys of monitors without a fresh answer
   */
  public record Coverage(int fresh, int all, Optional<Long> oldestSeconds, List<String> unproven) {}

  /** The first of them, and how many more there are. */
  public record Anomalies(List<MonitorView> top, int more) {}

  /**
   * A card.
   *
   * @param level the worst of its monitors: ok, unknown, stale, blind, warn, critical
   * @param link where a click leads besides; empty for nowhere
   * @param highlight whether it stands out in an incident
   */
  public record CardView(
      Name name, String level, String link, boolean highlight, List<MonitorView> monitors) {
    /** {@code id}: its anchor. */
    public record Name(String id, String title) {}

    /** Whether all of it is proven and well. */
    public boolean green() {
      return monitors.stream().allMatch(MonitorView::green);
    }
  }

  /** The board of a state. */
  public static BoardView of(BoardState state) {
    List<MonitorView> all =
        state.standings().stream().map(s -> MonitorView.of(s, state.at())).toList();
    List<MonitorView> wrong =
        state.anomalies().stream().map(s -> MonitorView.of(s, state.at())).toList();
    int top = Math.min(state.board().page().top(), wrong.size());
    Board.Heading heading = state.board().heading();
    return new BoardView(
        new Head(
            state.board().id(), heading.title(), heading.about(), coverage(all), heading.links()),
        state.score().map(score -> HealthView.of(score, state.board())),
        new Anomalies(wrong.subList(0, top), wrong.size() - top),
        cards(state.board(), all),
        state.at());
  }

  private static Coverage coverage(List<MonitorView> all) {
    List<String> unproven =
        all.stream().filter(m -> !m.now().fresh()).map(m -> m.name().key()).toList();
    Optional<Long> oldest =
        all.stream().flatMap(m -> m.seen().ageSeconds().stream()).max(Long::compareTo);
    return new Coverage(all.size() - unproven.size(), all.size(), oldest, unproven);
  }

  private static List<CardView> cards(Board board, List<MonitorView> all) {
    List<CardView> cards = new ArrayList<>();
    for (Board.Card card : board.page().cards()) {
      List<MonitorView> own =
          all.stream().filter(m -> card.monitors().contains(m.name().id())).toList();
      String level =
          own.stream()
              .map(m -> m.now().level())
              .max(java.util.Comparator.comparingInt(MonitorView::rank))
              .orElse("unknown");
      cards.add(
          new CardView(
              new CardView.Name(card.id(), card.title()),
              level,
              card.link(),
              card.highlight(),
              own));
    }
    return List.copyOf(cards);
  }

  /** Every monitor once, in the order of the cards. */
  public List<MonitorView> monitors() {
    Map<String, MonitorView> all = new java.util.LinkedHashMap<>();
    cards.forEach(card -> card.monitors().forEach(m -> all.putIfAbsent(m.name().key(), m)));
    return List.copyOf(all.values());
  }

  /** The word of a standing's level. */
  static String word(Standing standing) {
    return standing.now().level().name().toLowerCase(java.util.Locale.ROOT);
  }
}
