package dev.holddown.web.page;

import dev.holddown.view.BoardView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A board: its number, what is wrong with the worst first, and its cards.
 *
 * @param summary number and coverage
 * @param anomalies what is wrong
 */
public record BoardPage(
    Frame frame, Head head, Summary summary, Anomalies anomalies, List<BoardCard> cards) {
  /**
   * What it is.
   *
   * @param links where its own links lead
   * @param around what is in force besides
   */
  public record Head(String id, String title, String about, List<Link> links, Around around) {
    public String href() {
      return Links.board(id);
    }
  }

  /** A title and where it leads; {@code href} empty: it is only said. */
  public record Link(String title, String href, String text) {
    /** A link of a playbook, board or workspace. */
    public static Link of(String title, String target) {
      return new Link(title, Links.target(target).orElse(""), target);
    }
  }

  /** What holds besides: freezes, and the incident that is on. */
  public record Around(Optional<Frozen> frozen, Optional<Incident> incident) {}

  /** The incident that is on. {@code pinned}: the snapshot for everybody; empty for none here. */
  public record Incident(String id, String title, Moment startedAt, String pinned) {}

  /** Freezes that hold now, in a sentence. */
  public record Frozen(String text) {}

  /**
   * The number, and how much of it is proven.
   *
   * @param number empty when the board has none
   * @param coverage such as {@code 9 of 12 monitors have a fresh answer}
   * @param proven whether all have
   */
  public record Summary(String board, Optional<Number> number, String coverage, boolean proven) {}

  /**
   * The number with how it came about. {@code worst}: what it could be; empty when it is proven.
   */
  public record Number(
      Badge badge, int value, String formula, String worst, List<Weight> weights) {}

  /** What a level would take off, and whether it stands now. */
  public record Weight(String title, String level, int penalty, boolean stands) {}

  /** What is wrong. {@code more}: how many are left out. */
  public record Anomalies(String board, List<BoardMonitor> top, int more, int monitors) {}

  /** Puts it together. */
  public static BoardPage of(Frame frame, BoardView view, Around around) {
    String id = view.head().id();
    Instant now = view.at();
    boolean works = frame.viewer().works();
    List<Link> links = new ArrayList<>();
    view.head().links().forEach((title, target) -> links.add(Link.of(title, target)));
    List<BoardMonitor> top =
        view.anomalies().top().stream().map(m -> BoardMonitor.of(m, id, now, works)).toList();
    return new BoardPage(
        frame,
        new Head(id, view.head().title(), view.head().about(), links, around),
        summary(view),
        new Anomalies(id, top, view.anomalies().more(), view.head().coverage().all()),
        view.cards().stream()
            .map(card -> BoardCard.of(card, id, now, around.incident().isPresent(), works))
            .toList());
  }

  static Summary summary(BoardView view) {
    BoardView.Coverage covered = view.head().coverage();
    boolean proven = covered.unproven().isEmpty() && covered.all() > 0;
    String text =
        covered.fresh()
            + " of "
            + covered.all()
            + (covered.all() == 1 ? " monitor has" : " monitors have")
            + " a fresh answer"
            + covered.oldestSeconds().map(s -> "; the oldest is " + BoardMonitor.age(s)).orElse("");
    return new Summary(
        view.head().id(), view.health().map(health -> number(health, view)), text, proven);
  }

  private static Number number(dev.holddown.view.HealthView health, BoardView view) {
    Map<String, String> standing =
        health.parts().stream()
            .collect(Collectors.toMap(p -> p.monitor(), p -> p.level(), (a, b) -> a));
    List<Weight> weights =
        health.weights().stream()
            .map(w ->
                new Weight(
                    w.title(),
                    w.level(),
                    w.penalty(),
                    w.level().equals(standing.getOrDefault(w.monitor(), ""))))
            .toList();
    int unproven = view.head().coverage().unproven().size();
    String worst =
        unproven == 0
            ? ""
            : "At worst "
                + health.number().atWorst()
                + ": of "
                + unproven
                + (unproven == 1 ? " monitor" : " monitors")
                + " nothing is proven, and they count as well as they can here.";
    return new Number(
        badge(health.verdict()), health.number().value(), health.formula(), worst, weights);
  }

  /** Of a number. */
  static Badge badge(String verdict) {
    return switch (verdict) {
      case "green" -> new Badge("✓", "green", Tone.GOOD);
      case "red" -> new Badge("✗", "red", Tone.BAD);
      case "amber" -> new Badge("!", "amber", Tone.WARN);
      default -> new Badge("?", "not proven", Tone.WARN);
    };
  }

  /** What changes while somebody looks. */
  public List<Piece> pieces() {
    List<Piece> pieces = new ArrayList<>();
    pieces.add(new Piece("health", "boardhealth", summary));
    pieces.add(new Piece("anomalies", "boardanomalies", anomalies));
    pieces.add(new Piece("change_freeze", "boardfreeze", head));
    pieces.add(new Piece("incident_mode", "boardincident", head));
    cards.forEach(card -> pieces.add(new Piece(card.id(), "boardcard", card)));
    return List.copyOf(pieces);
  }

  /** What is there, in which order. */
  public String shape() {
    return Anchor.digest(cards.stream().map(BoardCard::id).collect(Collectors.joining(" ")));
  }

  /** The same with news. */
  public BoardPage framed(Frame other) {
    return new BoardPage(other, head, summary, anomalies, cards);
  }
}
