package dev.holddown.view;

import dev.holddown.domain.board.Standing;
import dev.holddown.domain.board.Told;
import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.watch.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A monitor of a board as it stands. */
public record MonitorView(Name name, Now now, Seen seen, Figures figures, Advice advice) {
  private static final List<String> RANKS =
      List.of("ok", "unknown", "stale", "blind", "warn", "critical");

  /** {@code key}: its id, with the row in brackets when it is asked for each row. */
  public record Name(String id, String key, String title) {}

  /**
   * What stands.
   *
   * @param level ok, warn, critical, unknown (no data), stale, or blind (could not be asked)
   * @param fresh whether its newest answer is a proof
   * @param penalty what it takes off the health now
   * @param pending breaches that have not lasted long enough yet
   */
  public record Now(
      String level, Optional<Instant> since, boolean fresh, int penalty, List<Pending> pending) {}

  /** A breach that counts: so long already, and it stands at {@code sustainedSeconds}. */
  public record Pending(String level, long countedSeconds, long sustainedSeconds, String reason) {
    /** Such as {@code critical in 40 s, if it lasts}. */
    public String text() {
      Duration left = Duration.ofSeconds(Math.max(0, sustainedSeconds - countedSeconds));
      return (level.equals("breach") ? "stands" : level)
          + " in "
          + Span.text(left)
          + ", if it lasts ("
          + Span.text(Duration.ofSeconds(countedSeconds))
          + " of "
          + Span.text(Duration.ofSeconds(sustainedSeconds))
          + ")";
    }
  }

  /**
   * What was seen.
   *
   * @param shown the newest answer in plain words; empty when there never was one
   * @param why nothing is proven; empty while it is
   */
  public record Seen(
      String shown,
      Optional<Instant> answeredAt,
      Optional<Long> ageSeconds,
      long tookMillis,
      String why) {}

  /**
   * Numbers and limits.
   *
   * @param reason the sentence of its condition
   * @param limits each level with its condition and how long it must last
   * @param everySeconds how often it is asked
   */
  public record Figures(
      Optional<Double> value,
      Optional<Double> limit,
      String reason,
      List<Limit> limits,
      long everySeconds) {}

  /** A level's condition. */
  public record Limit(String level, String breach, String lasting, int penalty) {}

  /**
   * What follows from it.
   *
   * @param branches recommended
   * @param rows of the answer, each by the names of its columns; {@code rowsLeft} were cut
   * @param saves values that a snapshot keeps
   */
  public record Advice(
      List<Told.Branch> branches,
      List<Map<String, Object>> rows,
      int rowsLeft,
      Map<String, Object> saves) {}

  static MonitorView of(Standing standing, Instant at) {
    Optional<Told> told = standing.seen().told();
    Optional<Reading> reading = standing.seen().reading();
    List<Pending> pending =
        standing.now().pending().stream()
            .map(p ->
                new Pending(
                    p.level(), p.counted().toSeconds(), p.sustained().toSeconds(), p.reason()))
            .toList();
    return new MonitorView(
        new Name(standing.monitor().id(), standing.key(), title(standing)),
        new Now(
            BoardView.word(standing),
            standing.now().since(),
            standing.now().fresh(),
            standing.penalty(),
            pending),
        new Seen(
            told.map(Told::shown).orElse(""),
            standing.seen().answeredAt(),
            standing.age(at).map(age -> Math.max(0, age.toSeconds())),
            told.map(t -> t.took().toMillis()).orElse(0L),
            standing.seen().why()),
        new Figures(
            reading.map(Reading::value).filter(Double::isFinite),
            reading.map(Reading::limit).filter(Double::isFinite),
            reading.map(Reading::reason).orElse(""),
            limits(standing),
            standing.monitor().watch().pace().every().toSeconds()),
        new Advice(
            told.map(t -> t.advice().branches()).orElse(List.of()),
            told.map(t -> t.details().rows()).orElse(List.of()),
            told.map(t -> t.details().left()).orElse(0),
            told.map(t -> t.advice().saves()).orElse(Map.of())));
  }

  private static String title(Standing standing) {
    String title = standing.monitor().watch().title();
    String row = standing.key().substring(standing.monitor().id().length());
    return row.isEmpty() ? title : title + " " + row;
  }

  private static List<Limit> limits(Standing standing) {
    return standing.monitor().watch().levels().stream()
        .map(level ->
            new Limit(
                level.name(),
                level.breach().source(),
                level.sustained().isZero() ? "at once" : "for " + Span.text(level.sustained()),
                standing.monitor().penalty(level.name())))
        .toList();
  }

  static int rank(String level) {
    return RANKS.indexOf(level);
  }

  /** Whether it is proven that all is well. */
  public boolean green() {
    return now.level().equals("ok") && now.fresh() && now.pending().isEmpty();
  }

  /** How it stands in a few words: what was seen, and why that is no proof. */
  public String sentence() {
    String seenText = seen.shown().isEmpty() ? "" : seen.shown();
    if (seen.why().isEmpty()) {
      return seenText;
    }
    String why = now.level().equals("blind") ? "no proof: " + seen.why() : seen.why();
    return seenText.isEmpty() ? why : why + "; last seen: " + seenText;
  }
}
