package dev.holddown.web.page;

import dev.holddown.engine.port.EventStore;
import dev.holddown.view.RunView;
import dev.holddown.view.Standing;
import java.time.Instant;

/**
 * An open run in the overview.
 *
 * @param trouble what matters most about it; empty when all goes as it should
 */
public record RunRow(About about, Badge badge, Rail rail, Told told, Standing.Counts counts) {
  /** Which run. {@code since}: when it started. */
  public record About(String run, String title, String lock, String starter, Moment since) {
    public String href() {
      return Links.run(run);
    }
  }

  /** What matters most about it. {@code back}: whether a rollback can be asked for. */
  public record Told(Tone tone, String sentence, boolean back) {}

  /** A run that is closed. */
  public record Closed(String run, String title, String lock, Badge badge, Moment at) {
    static Closed of(EventStore.IndexRow row, Instant now) {
      return new Closed(
          row.run(),
          row.title(),
          row.lock(),
          Badge.outcome(row.outcome()),
          Moment.of(row.changedAt(), now));
    }

    public String href() {
      return Links.run(run);
    }
  }

  static RunRow of(RunView view) {
    RunView.Head head = view.head();
    Trouble trouble = Trouble.of(view);
    return new RunRow(
        new About(
            head.run(),
            head.title(),
            head.lock(),
            head.origin().starter(),
            Moment.of(head.times().startedAt(), head.times().now())),
        Badge.of(view),
        Rail.of(view),
        new Told(trouble.tone(), trouble.sentence(), RunHead.canGoBack(view)),
        view.standing().counts());
  }

  /** The id of its element. */
  public String id() {
    return Anchor.of("run", about.run());
  }
}
