package dev.holddown.web.page;

import dev.holddown.domain.incident.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What stands on every page while incident mode is on. */
public record IncidentBanner(Optional<On> on) {
  /** The id of its piece: it is on every page that has news. */
  public static final String ID = "incident-banner";

  /**
   * The incident.
   *
   * @param start the one start, UTC
   * @param lasts in whole minutes, so that it changes on all pages once a minute
   * @param commander who leads; empty while nobody does
   */
  public record On(String href, String severity, String title, Start start, String commander) {}

  /** Since when, and for how long. */
  public record Start(Moment at, String lasts) {}

  /** Incident mode is off. */
  public static IncidentBanner off() {
    return new IncidentBanner(Optional.empty());
  }

  /** As it stands now. {@code clean}: takes out of a title what is not for everybody. */
  public static IncidentBanner of(
      Optional<Incident> incident, Instant now, UnaryOperator<String> clean) {
    return new IncidentBanner(
        incident.map(on ->
            new On(
                Links.incident(on.id()),
                on.about().severity().name(),
                clean.apply(on.about().title()),
                new Start(
                    Moment.of(on.filed().times().startedAt(), now),
                    lasts(Duration.between(on.filed().times().startedAt(), now))),
                on.crew().commander().orElse(""))));
  }

  /** As a piece of a page. */
  public Piece piece() {
    return new Piece(ID, "incidentbanner", this);
  }

  static String lasts(Duration lasts) {
    long minutes = Math.max(0, lasts.toMinutes());
    return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
  }
}
