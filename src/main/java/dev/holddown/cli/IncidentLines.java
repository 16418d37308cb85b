package dev.holddown.cli;

import dev.holddown.view.IncidentView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Incidents as lines of a terminal. */
final class IncidentLines {
  private IncidentLines() {}

  /** One line of a list. */
  static String line(IncidentView view) {
    IncidentView.Clock clock = view.about().clock();
    return String.format(
        Locale.ROOT,
        "%s  %s  %s  since %s, %s",
        view.id(),
        view.about().severity().name(),
        view.about().title(),
        clock.startedAt(),
        clock.on() ? "ON" : "left " + clock.leftAt().map(Object::toString).orElse(""));
  }

  /** All of it. */
  static List<String> all(IncidentView view) {
    List<String> lines = new ArrayList<>();
    lines.add(line(view));
    String commander = view.crew().commander();
    lines.add(
        "there: "
            + String.join(", ", view.crew().joined())
            + "; "
            + (commander.isEmpty() ? "nobody leads" : commander + " leads"));
    lines.add(
        view.kept()
            .pinned()
            .map(pin -> "pinned " + pin.source() + " at " + pin.at() + ", sha256:" + pin.digest())
            .orElse("no snapshot is pinned: holddown incident recheck " + view.id()));
    view.kept()
        .rechecked()
        .ifPresent(pin -> lines.add("looked again at " + pin.at() + ", sha256:" + pin.digest()));
    view.kept()
        .runs()
        .forEach(run -> lines.add("run " + run.run() + "  " + run.title() + "  " + run.state()));
    view.kept()
        .record()
        .forEach((field, value) -> lines.add(field + ": " + (value.isEmpty() ? "missing" : value)));
    view.kept()
        .timeline()
        .forEach(said -> lines.add(said.at() + "  " + said.who() + ": " + said.text()));
    view.missing().forEach(missing -> lines.add("owes: " + missing.sentence()));
    return List.copyOf(lines);
  }
}
