package dev.holddown.web.page;

import dev.holddown.domain.kernel.Span;
import dev.holddown.view.Quantity;
import dev.holddown.view.RunSheet;
import dev.holddown.view.RunView;
import dev.holddown.view.WatchView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A watch on the run's page: what it sees, and how far a breach has come.
 *
 * @param value empty when there is none
 * @param note the countdown, or why it is blind; empty while all is well
 * @param chart empty while there is nothing to draw
 */
public record WatchCard(
    String id, String title, Badge badge, Figures figures, Optional<Chart> chart) {
  /** Its numbers as texts, each empty when unknown. */
  public record Figures(String value, String limit, String baseline, String note, String then) {}

  static WatchCard of(RunView run, WatchView watch, RunSheet sheet) {
    Optional<RunSheet.Curve> curve =
        sheet.curves().stream().filter(c -> c.watch().equals(watch.key())).findFirst();
    String unit = watch.seen().unit();
    Optional<Double> baseline = curve.flatMap(RunSheet.Curve::baseline);
    return new WatchCard(
        Anchor.of("watch", watch.key()),
        watch.title(),
        Badge.of(watch),
        new Figures(
            watch.seen().value().map(value -> Quantity.text(value, unit)).orElse(""),
            watch.seen().limit().map(limit -> Quantity.text(limit, unit)).orElse(""),
            baseline.map(mean -> Quantity.text(mean, unit)).orElse(""),
            note(watch),
            then(watch)),
        curve.flatMap(c -> Chart.of(run, unit, c, sheet.chronicle())));
  }

  private static String note(WatchView watch) {
    return watch.seen().why().isEmpty() ? countdown(watch) : watch.seen().why();
  }

  /** How far its breaches have come; empty for none. */
  static String countdown(WatchView watch) {
    return watch.levels().stream()
        .map(WatchCard::level)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String level(WatchView.LevelView level) {
    String then = level.then().isEmpty() ? "" : level.then();
    if (level.firedAt().isPresent()) {
      return "fired" + (then.isEmpty() ? "" : ": " + then);
    }
    return level
        .window()
        .map(window -> {
          Duration left = level.sustained().minus(window.counted());
          return window.reason()
              + "; "
              + (then.isEmpty() ? "fires" : then)
              + " in "
              + Span.text(left.isNegative() ? Duration.ZERO : Duration.ofSeconds(left.toSeconds()));
        })
        .orElse("");
  }

  private static String then(WatchView watch) {
    List<WatchView.LevelView> levels = watch.levels();
    return levels.stream()
        .filter(level -> !level.then().isEmpty())
        .map(level ->
            level.sustained().isZero()
                ? "at once: " + level.then()
                : "after " + Span.text(level.sustained()) + ": " + level.then())
        .collect(Collectors.joining("; "));
  }
}
