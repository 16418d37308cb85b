package dev.holddown.web.page;

import dev.holddown.domain.kernel.Span;
import dev.holddown.view.PlaceView;
import dev.holddown.view.RunSheet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A stage, or a phase of the way back, with its lines. */
public record StageBox(Head head, List<ItemRow> rows) {
  private static final Set<String> DONE = Set.of("PASSED", "SIGNED", "RESOLVED", "WAIVED");

  /**
   * Its head.
   *
   * @param sentence of the gate; empty when it has none or has not said anything
   * @param times how many of its lines are done, when it began and ended, and its time-box
   */
  public record Head(String id, String title, Badge badge, String sentence, String times) {
    public String anchor() {
      return id.substring("head-".length());
    }
  }

  static StageBox of(PlaceView place, RunSheet sheet, Viewer viewer) {
    Duration fresh = sheet.fresh().getOrDefault(place.id(), Duration.ZERO);
    Instant now = sheet.view().head().times().now();
    return new StageBox(
        new Head(
            "head-" + Anchor.of("stage", place.id()),
            place.title(),
            Badge.of(place),
            place.sentence(),
            count(place) + times(place, now)),
        ItemRow.all(place.items(), new ItemRow.Context(sheet, fresh, viewer)));
  }

  /** A line that does not apply is done by nobody: it is told apart, and stays in the whole. */
  private static String count(PlaceView place) {
    long done = place.items().stream().filter(item -> DONE.contains(item.mark().status())).count();
    long apart =
        place.items().stream()
            .filter(item -> item.mark().status().equals("NOT_APPLICABLE"))
            .count();
    return done
        + " / "
        + place.items().size()
        + (apart == 0 ? "" : ", " + apart + " not applicable")
        + (place.status().openedAt().isEmpty() && place.status().timeBox().isZero() ? "" : " · ");
  }

  private static String times(PlaceView place, Instant now) {
    PlaceView.Status status = place.status();
    if (status.openedAt().isEmpty()) {
      return status.timeBox().isZero() ? "" : "time-box " + Span.text(status.timeBox());
    }
    String from = Moment.of(status.openedAt().get(), now).text();
    String to = status.closedAt().map(at -> " to " + Moment.of(at, now).text()).orElse("");
    String box =
        status.timeBox().isZero()
            ? ""
            : (status.overrun() ? ", over its time-box of " : ", time-box ")
                + Span.text(status.timeBox());
    return (to.isEmpty() ? "since " : "") + from + to + box;
  }
}
