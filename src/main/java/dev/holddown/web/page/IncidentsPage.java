package dev.holddown.web.page;

import dev.holddown.view.IncidentView;
import java.time.Instant;
import java.util.List;

/** The switch of incident mode, and the incidents there were. */
public record IncidentsPage(Frame frame, boolean on, List<String> severities, List<Line> lines) {
  /** An incident. {@code state}: on, or when it was left. */
  public record Line(String href, String title, Badge badge, Moment at, String lasts) {}

  /** Puts it together. */
  public static IncidentsPage of(Frame frame, IncidentView.All all, Instant now) {
    return new IncidentsPage(
        frame,
        all.on().isPresent(),
        all.severities(),
        all.incidents().stream().map(view -> line(view, now)).toList());
  }

  private static Line line(IncidentView view, Instant now) {
    IncidentView.Clock clock = view.about().clock();
    Badge badge =
        clock.on()
            ? new Badge("!", view.about().severity().name() + " on", Tone.BAD)
            : new Badge("✓", view.about().severity().name() + " over", Tone.DIM);
    return new Line(
        Links.incident(view.id()),
        view.about().title(),
        badge,
        Moment.of(clock.startedAt(), now),
        IncidentBanner.lasts(java.time.Duration.ofSeconds(clock.seconds())));
  }
}
