package dev.holddown.web.page;

import dev.holddown.domain.board.Told;
import dev.holddown.view.MonitorView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A monitor on a board: how it stands, in words.
 *
 * @param href the card that shows it
 * @param branches what to do about it
 */
public record BoardMonitor(
    String title, String href, Badge badge, Text text, List<Branch> branches) {
  /**
   * What is said of it.
   *
   * @param seen its answer in plain words
   * @param pending breaches that have not lasted yet; empty for none
   * @param limit each level's condition
   * @param answered when its newest answer came; empty when there never was one
   * @param penalty such as {@code −20}; empty for nothing
   */
  public record Text(
      String seen, String pending, String limit, Optional<Moment> answered, String penalty) {}

  /** A branch to follow. {@code opens}: a button for it; empty for none. */
  public record Branch(String title, String say, BoardPage.Link link, Optional<Opens> opens) {}

  /** What opens a runbook. {@code action}: where the form is sent. */
  public record Opens(String action, String monitor, String runbook) {}

  /** {@code works}: whether the one who looks may start runs. */
  static BoardMonitor of(MonitorView monitor, String board, Instant now, boolean works) {
    String pending =
        monitor.now().pending().stream()
            .map(MonitorView.Pending::text)
            .collect(Collectors.joining("; "));
    String limit =
        monitor.figures().limits().stream()
            .map(l -> l.level() + " when " + l.breach() + " " + l.lasting())
            .collect(Collectors.joining("; "));
    int penalty = monitor.now().penalty();
    return new BoardMonitor(
        monitor.name().title(),
        Links.boardCard(board, monitor.name().id()),
        badge(monitor.now().level(), monitor.green()),
        new Text(
            monitor.sentence(),
            pending,
            limit,
            monitor.seen().answeredAt().map(at -> Moment.of(at, now)),
            penalty == 0 ? "" : "−" + penalty),
        monitor.advice().branches().stream()
            .map(b -> branch(b, board, monitor.name().id(), works))
            .toList());
  }

  private static Branch branch(Told.Branch branch, String board, String monitor, boolean works) {
    return new Branch(
        branch.title(),
        branch.say(),
        BoardPage.Link.of(branch.link(), branch.link()),
        branch
            .runbook()
            .filter(book -> works)
            .map(book -> new Opens(Links.board(board) + "/open", monitor, book.use())));
  }

  /** Of a level; what is within its limits and not proven to stay there is no green. */
  static Badge badge(String level, boolean green) {
    return switch (level) {
      case "critical" -> new Badge("✗", level, Tone.BAD);
      case "warn" -> new Badge("!", "warning", Tone.WARN);
      case "blind" -> new Badge("∅", "blind", Tone.BAD);
      case "stale" -> new Badge("↻", level, Tone.WARN);
      case "unknown" -> new Badge("?", "no data", Tone.WARN);
      default ->
          green ? new Badge("✓", "ok", Tone.GOOD) : new Badge("◔", "over its limit", Tone.WARN);
    };
  }

  /** An age in words. */
  static String age(long seconds) {
    return seconds < 120
        ? seconds + " s old"
        : seconds < 7_200 ? seconds / 60 + " min old" : seconds / 3_600 + " h old";
  }
}
