package dev.holddown.view.log;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.kernel.Span;
import dev.holddown.view.IncidentView;
import dev.holddown.view.RunView;
import dev.holddown.view.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody needs who takes over an incident: its clock, who is there, the snapshot that
 * counts, what happened, what is open and what must be proven before it may be left.
 *
 * @param runs those of its runs that the reader may see, in its order
 * @param at the moment it is of
 */
public record IncidentHandoff(IncidentView view, List<RunView> runs, Instant at) {
  /** The files by name. */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("summary.md", markdown());
    files.put("summary.html", html());
    files.put("timeline.md", LogFiles.markdown(timeline()));
    files.put("timeline.csv", LogFiles.csv(timeline()));
    files.put("open-questions.csv", LogFiles.csv(questions()));
    files.put("to-be-proven.csv", LogFiles.csv(proof()));
    return files;
  }

  private String title() {
    return "Handoff: " + view.about().severity().name() + " " + view.about().title();
  }

  private List<LogTable> tables() {
    return List.of(facts(), proof(), questions(), crew(), ofRuns(), record(), timeline());
  }

  /** All of it as Markdown. */
  public String markdown() {
    StringBuilder text = new StringBuilder("# " + LogFiles.mark(title()) + "\n");
    for (LogTable table : tables()) {
      text.append("\n## ").append(table.title()).append("\n\n").append(LogFiles.rows(table));
    }
    return text.toString();
  }

  /** All of it as a page of its own. */
  public String html() {
    StringBuilder body = new StringBuilder();
    for (LogTable table : tables()) {
      body.append("<h2>").append(LogFiles.escaped(table.title())).append("</h2>\n");
      body.append(LogFiles.tableOf(table));
    }
    return LogFiles.page(title(), body.toString());
  }

  private static LogTable table(String title, List<String> columns, List<List<String>> rows) {
    return new LogTable(title, columns, rows, "");
  }

  private LogTable facts() {
    IncidentView.Clock clock = view.about().clock();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Incident", view.id()));
    rows.add(List.of("As of (UTC)", at.toString()));
    rows.add(List.of("Incident mode", clock.on() ? "on" : "off"));
    rows.add(
        List.of(
            "Severity",
            view.about().severity().name()
                + ", level "
                + view.about().severity().level()
                + " of 4"));
    rows.add(List.of("Started (UTC)", clock.startedAt().toString()));
    rows.add(
        List.of(clock.on() ? "Lasts" : "Lasted", Span.text(Duration.ofSeconds(clock.seconds()))));
    clock.resolvedAt().ifPresent(then -> rows.add(List.of("Resolved (UTC)", then.toString())));
    clock.leftAt().ifPresent(then -> rows.add(List.of("Left (UTC)", then.toString())));
    rows.add(List.of("Services", all(view.about().services())));
    rows.add(List.of("Environments", all(view.about().environments())));
    view.kept().pinned().ifPresent(pin -> rows.add(List.of("Pinned snapshot", words(pin))));
    view.kept().rechecked().ifPresent(pin -> rows.add(List.of("Looked at again", words(pin))));
    return table("How it stands", List.of("What", "Value"), rows);
  }

  private static String all(List<String> names) {
    return names.isEmpty() ? "all" : String.join(", ", names);
  }

  private static String words(Incident.Pin pin) {
    return "sha256:" + pin.digest() + ", of " + pin.source() + ", taken at " + pin.at();
  }

  private LogTable proof() {
    return table(
        "What must be proven before it may be left",
        List.of("What", "Missing"),
        view.missing().stream().map(one -> List.of(one.code(), one.sentence())).toList());
  }

  /** What nobody has answered yet, and who is asked. */
  private LogTable questions() {
    List<List<String>> rows = new ArrayList<>();
    if (view.about().clock().on() && view.crew().commander().isEmpty()) {
      rows.add(List.of("whoever is there", "Who leads?", ""));
    }
    view.kept()
        .record()
        .forEach((field, value) -> {
          if (value.isEmpty()) {
            String who = view.crew().commander().isEmpty() ? "whoever leads" : leader();
            rows.add(List.of(who, "What is the " + field.replace('_', ' ') + "?", "the record"));
          }
        });
    for (RunView run : runs) {
      for (Waiting wait : run.standing().waiting()) {
        rows.add(
            List.of(wait.who(), wait.title() + ": " + wait.brief(), "run " + run.head().run()));
      }
      run.owed().stream()
          .filter(owed -> owed.open() && owed.times().due().isPresent())
          .forEach(owed ->
              rows.add(
                  List.of(
                      owed.owner(),
                      owed.line().name().title() + " is owed by " + owed.times().due().get(),
                      "run " + run.head().run())));
    }
    return table("Open questions", List.of("Who", "Question", "Where"), rows);
  }

  private String leader() {
    return view.crew().commander();
  }

  private LogTable crew() {
    List<List<String>> rows = new ArrayList<>();
    view.crew().roles().forEach((role, who) -> rows.add(List.of(who, role.replace('_', ' '))));
    view.crew()
        .joined()
        .forEach(who ->
            rows.add(List.of(who, who.equals(view.crew().starter()) ? "turned it on" : "joined")));
    return table("Who is there", List.of("Who", "How"), rows);
  }

  private LogTable ofRuns() {
    return table(
        "Its runs",
        List.of("Run", "What", "About", "State"),
        view.kept().runs().stream()
            .map(run -> List.of(run.run(), run.title(), run.about(), run.state().replace('_', ' ')))
            .toList());
  }

  private LogTable record() {
    List<List<String>> rows = new ArrayList<>();
    view.kept()
        .record()
        .forEach((field, value) ->
            rows.add(List.of(field.replace('_', ' '), value.isEmpty() ? "missing" : value)));
    return table("Record", List.of("Field", "Value"), rows);
  }

  private LogTable timeline() {
    return table(
        "Timeline",
        List.of("When (UTC)", "Who", "What"),
        view.kept().timeline().stream()
            .map(line -> List.of(line.at().toString(), line.who(), line.text()))
            .toList());
  }
}
