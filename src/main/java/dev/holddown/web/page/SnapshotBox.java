package dev.holddown.web.page;

import dev.holddown.domain.incident.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A snapshot as a page shows it. The one that is pinned is the same for everybody; its digest says
 * so.
 *
 * @param health the number with its word; empty where there is no board
 */
public record SnapshotBox(
    String title, Incident.Pin pin, String health, List<Row> rows, Instant now) {
  /** Stands in the place of what the reader may not see. */
  public static final Row HIDDEN =
      new Row("Of a board that you may not see", "", "whoever sees it can tell you more", false);

  /** A monitor or a run. {@code failing}: it stands out. */
  public record Row(String title, String state, String told, boolean failing) {
    /** The class of its line. */
    public String css() {
      return failing ? "t-bad highlight" : "t-dim";
    }
  }

  /** When it was taken. */
  public Moment at() {
    return Moment.of(pin.at(), now);
  }

  /** How old it is. */
  public String age() {
    Duration age = Duration.between(pin.at(), now);
    return age.toMinutes() < 1
        ? Math.max(0, age.toSeconds()) + " s old"
        : IncidentBanner.lasts(age) + " old";
  }

  /** The beginning of its digest, for people to compare. */
  public String mark() {
    return pin.digest().substring(0, Math.min(12, pin.digest().length()));
  }

  /** The whole of it, as evidence. */
  public String href() {
    return "/evidence/" + pin.digest();
  }
}
