package dev.holddown.web.page;

import dev.holddown.domain.incident.Incident;
import dev.holddown.view.IncidentView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An incident: what was pinned beside a live look, its runs, its timeline, its record. */
public record IncidentPage(
    Frame frame, IncidentView view, Beside beside, List<Said> timeline, List<FieldLine> record) {
  /**
   * What is shown beside it.
   *
   * @param answers playbooks of mode incident and rollback that may be started from here
   */
  public record Beside(
      Optional<SnapshotBox> pinned,
      Optional<SnapshotBox> rechecked,
      List<Answering> answers,
      List<String> severities,
      Instant now) {}

  /** A playbook that answers trouble. {@code back}: it goes back. */
  public record Answering(String name, String title, String badge, boolean back) {
    /** The page on which it is started. */
    public String href() {
      return Links.playbook(name);
    }
  }

  /** A line of the timeline. */
  public record Said(Moment at, String who, String text) {}

  /** A field of the record. {@code told}: only people know it. */
  public record FieldLine(String name, String label, String value, boolean told) {}

  /** Puts it together. */
  public static IncidentPage of(Frame frame, IncidentView view, Beside beside) {
    List<Said> timeline = new ArrayList<>();
    for (Incident.Line line : view.kept().timeline().reversed()) {
      timeline.add(new Said(Moment.of(line.at(), beside.now()), line.who(), line.text()));
    }
    List<FieldLine> record = new ArrayList<>();
    view.kept()
        .record()
        .forEach((name, value) ->
            record.add(
                new FieldLine(name, name.replace('_', ' '), value, Incident.TOLD.contains(name))));
    return new IncidentPage(frame, view, beside, timeline, record);
  }

  /** Whether incident mode is on by it. */
  public boolean on() {
    return view.about().clock().on();
  }

  /** Since when. */
  public Moment start() {
    return Moment.of(view.about().clock().startedAt(), beside.now());
  }

  /** How long it lasts, or lasted. */
  public String lasts() {
    return IncidentBanner.lasts(Duration.ofSeconds(view.about().clock().seconds()));
  }

  /** Where its forms are sent. */
  public String act(String verb) {
    return Links.incident(view.id()) + "/" + verb;
  }

  /** A state as people say it. */
  public String word(String state) {
    return state.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Who is there. */
  public String people() {
    return String.join(", ", view.crew().joined());
  }

  /** Whether the one who looks has come to help. */
  public boolean joined() {
    return view.crew().joined().contains(frame.viewer().person());
  }

  /** What it is about, in words. */
  public String where() {
    IncidentView.About about = view.about();
    String which =
        about.services().isEmpty() ? "every service" : String.join(", ", about.services());
    return about.environments().isEmpty()
        ? which
        : which + " in " + String.join(", ", about.environments());
  }
}
