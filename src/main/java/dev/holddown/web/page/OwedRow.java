package dev.holddown.web.page;

import dev.holddown.view.OwedText;
import dev.holddown.view.OwedView;
import dev.holddown.view.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that a run owes.
 *
 * @param due when it is due; empty while nobody knows
 * @param left how long that is from now or ago; empty where nobody knows or nothing is open
 */
public record OwedRow(Badge badge, Name name, Optional<Moment> due, String left, List<Act> acts) {
  /** What it is, its page, and the role that owes it. {@code says}: what is asked for now. */
  public record Name(String title, String href, String owner, String says) {}

  /**
   * Of one thing.
   *
   * @param viewer who looks, with their roles at that run
   */
  static OwedRow of(OwedView owed, String run, Instant now, Viewer viewer) {
    Optional<Instant> due = owed.times().due();
    boolean early = owed.times().opens().filter(now::isBefore).isPresent();
    String says =
        owed.waiting().stream().findFirst().map(Waiting::brief).orElse(owed.line().mark().reason());
    Optional<Instant> shown = early ? owed.times().opens() : due;
    return new OwedRow(
        owed.open() && early ? new Badge("○", "not yet", Tone.DIM) : badge(owed),
        new Name(
            owed.line().name().title(),
            Links.item(run, owed.line().name().key()),
            owed.owner(),
            says),
        shown.map(at -> Moment.of(at, now)),
        owed.open() ? shown.map(at -> OwedText.left(at, now)).orElse("") : "",
        viewer.works() ? acts(owed, run) : List.of());
  }

  private static List<Act> acts(OwedView owed, String run) {
    return owed.waiting().stream()
        .flatMap(waiting -> waiting.ways().deeds().stream())
        .flatMap(deed -> Deed.of(deed.verb()).map(d -> Act.of(d, run, deed.key())).stream())
        .filter(act -> act.deed() != Deed.DECLINE)
        .distinct()
        .toList();
  }

  private static Badge badge(OwedView owed) {
    return switch (owed.word()) {
      case "overdue" -> new Badge("!", "overdue", Tone.BAD);
      case "owed" -> new Badge("●", "owed", Tone.WARN);
      case "met" -> new Badge("✓", "met", Tone.GOOD);
      case "given up" -> new Badge("»", "given up", Tone.WARN);
      case "over" -> new Badge("–", "no more owed", Tone.DIM);
      default -> new Badge("○", "not yet", Tone.DIM);
    };
  }
}
