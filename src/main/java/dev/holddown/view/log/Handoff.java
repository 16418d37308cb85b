package dev.holddown.view.log;

import dev.holddown.view.EventLine;
import dev.holddown.view.ItemView;
import dev.holddown.view.OwedView;
import dev.holddown.view.PermitsView;
import dev.holddown.view.PlaceView;
import dev.holddown.view.RunView;
import dev.holddown.view.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All that somebody needs who takes over a run or an incident, as files. The same state of the log
 * gives the same bytes: no moment of making is in it.
 */
public record Handoff(RunView view, List<EventLine> events, Books books, String card) {
  private static final int OPEN_MAX = 300;

  /**
   * What the books say.
   *
   * @param deployments of the same service and environment, the newest
   * @param incident the line of this run in the incident log; empty when it has none
   * @param evidence digests in hex, by the number of the event that names each first
   */
  public record Books(
      DeploymentLog deployments,
      DecisionLog decisions,
      Optional<IncidentLog.Entry> incident,
      PermitsView.OfRun permits,
      Map<String, Long> evidence) {}

  /** The files by name. */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("summary.md", markdown());
    files.put("summary.html", html());
    files.put("timeline.md", LogFiles.markdown(timeline()));
    files.put("timeline.csv", LogFiles.csv(timeline()));
    files.put("open-items.csv", LogFiles.csv(open()));
    files.put("deployment-log.csv", LogFiles.csv(LogTable.of(books.deployments())));
    files.put("governance-log.csv", LogFiles.csv(LogTable.of(books.decisions())));
    files.put("evidence.csv", LogFiles.csv(evidence()));
    files.put("postmortem.md", new Postmortem(view, events, books.incident()).text());
    files.put(
        "rollback-card.txt", card.isEmpty() ? "This run has no rollback card (yet).\n" : card);
    return files;
  }

  private List<LogTable> tables() {
    return List.of(
        facts(),
        open(),
        owners(),
        permits(),
        LogTable.of(books.deployments()),
        LogTable.of(books.decisions()),
        evidence());
  }

  private String title() {
    return "Handoff: "
        + view.head().title()
        + view.badge().map(b -> " [" + b + "]").orElse("")
        + ", "
        + view.head().lock();
  }

  private String markdown() {
    StringBuilder text = new StringBuilder("# " + LogFiles.mark(title()) + "\n");
    for (LogTable table : tables()) {
      text.append("\n## ").append(table.title()).append("\n\n").append(LogFiles.rows(table));
    }
    return text.append("\nThe whole timeline: timeline.md. How to go back by hand:")
        .append(" rollback-card.txt. Check these files with: sha256sum -c SHA256SUMS\n")
        .toString();
  }

  private String html() {
    StringBuilder body = new StringBuilder();
    for (LogTable table : tables()) {
      body.append("<h2>").append(LogFiles.escaped(table.title())).append("</h2>\n");
      body.append(LogFiles.tableOf(table));
    }
    body.append("<h2>Timeline</h2>\n").append(LogFiles.tableOf(timeline()));
    return LogFiles.page(title(), body.toString());
  }

  private LogTable facts() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Run", view.head().run()));
    rows.add(List.of("About", view.head().lock()));
    rows.add(List.of("Playbook", view.head().origin().playbook()));
    rows.add(List.of("Started (UTC)", view.head().times().startedAt().toString()));
    rows.add(List.of("Started by", view.head().origin().starter()));
    rows.add(List.of("Last event (UTC)", view.head().times().lastAt().toString()));
    rows.add(List.of("Phase", view.standing().phase()));
    rows.add(
        List.of("Outcome", view.standing().result().outcome().orElse("open").replace('_', ' ')));
    rows.add(List.of("Said at the end", view.standing().result().sentence()));
    view.standing().notes().held().ifPresent(why -> rows.add(List.of("Held", why)));
    view.back().cause().ifPresent(why -> rows.add(List.of("Rolls back because", why)));
    view.back()
        .to()
        .forEach((name, value) -> rows.add(List.of("Way back, " + name, String.valueOf(value))));
    view.head()
        .origin()
        .inputs()
        .forEach((name, value) -> rows.add(List.of("Input " + name, String.valueOf(value))));
    books
        .incident()
        .ifPresent(i -> {
          rows.add(List.of("Severity", i.severity()));
          rows.add(List.of("Incident", i.status()));
          i.fields().forEach((name, value) -> rows.add(List.of("Incident, " + name, value)));
        });
    view.watches().forEach(watch -> rows.add(List.of("Watch " + watch.title(), watch.status())));
    return new LogTable(
        "How it stands",
        List.of("What", "Value"),
        rows.stream().filter(Handoff::said).toList(),
        "");
  }

  private static boolean said(List<String> row) {
    return !row.getLast().isBlank();
  }

  /** What is not closed, in the order of the run. */
  private LogTable open() {
    List<List<String>> rows = new ArrayList<>();
    Stream.concat(view.stages().stream(), view.back().phases().stream())
        .forEach(place -> place.items().forEach(item -> open(place, item, rows)));
    boolean cut = rows.size() > OPEN_MAX;
    return new LogTable(
        "Open items",
        List.of("Stage", "Item", "Status", "Why"),
        rows.stream().limit(OPEN_MAX).toList(),
        cut ? "Only the first " + OPEN_MAX + " of " + rows.size() + "." : "");
  }

  private static void open(PlaceView place, ItemView item, List<List<String>> rows) {
    boolean over =
        switch (item.mark().status()) {
          case "PASSED", "SIGNED", "RESOLVED", "WAIVED", "NOT_APPLICABLE" -> true;
          default -> false;
        };
    if (!over && item.children().isEmpty()) {
      rows.add(
          List.of(place.title(), item.name().title(), item.mark().word(), item.mark().reason()));
    }
    item.children().forEach(child -> open(place, child, rows));
  }

  /** Who is waited for, and who had to do with it. */
  private LogTable owners() {
    List<List<String>> rows = new ArrayList<>();
    for (Waiting wait : view.standing().waiting()) {
      rows.add(List.of(wait.who(), "is waited for", wait.title() + ": " + wait.brief()));
    }
    for (OwedView owed : view.owed()) {
      if (owed.open() && owed.times().due().isPresent()) {
        String due = owed.line().name().title() + ", due " + owed.times().due().get();
        rows.add(List.of(owed.owner(), owed.overdue() ? "owes, overdue" : "owes", due));
      }
    }
    Set<String> people = new LinkedHashSet<>();
    people.add(view.head().origin().starter());
    books.decisions().entries().stream()
        .map(e -> e.said().approver())
        .filter(name -> !name.equals("engine") && !name.startsWith("watch "))
        .forEach(people::add);
    people.forEach(name -> rows.add(List.of(name, "took part", "")));
    return new LogTable("Owners", List.of("Who", "How", "What"), rows, "");
  }

  private LogTable permits() {
    List<List<String>> rows = new ArrayList<>();
    for (PermitsView.WaiverLine waiver : books.permits().waivers()) {
      rows.add(
          List.of(
              "waiver " + waiver.id(),
              waiver.item(),
              waiver.owner(),
              waiver.terms().expires().toString(),
              waiver.terms().rationale()));
    }
    for (PermitsView.OverrideLine override : books.permits().overrides()) {
      rows.add(
          List.of(
              "freeze override",
              override.freeze(),
              override.by().toString(),
              override.until().toString(),
              override.by().reason()));
    }
    return new LogTable(
        "Permits", List.of("Permit", "For", "Owner", "Until (UTC)", "Why"), rows, "");
  }

  private LogTable evidence() {
    return new LogTable(
        "Evidence",
        List.of("SHA-256", "Event"),
        books.evidence().entrySet().stream()
            .map(e -> List.of(e.getKey(), String.valueOf(e.getValue())))
            .toList(),
        "");
  }

  private LogTable timeline() {
    return new LogTable(
        "Timeline",
        List.of("Event", "When (UTC)", "Who", "What"),
        events.stream()
            .map(e -> List.of(String.valueOf(e.version()), time(e.at()), e.actor(), e.text()))
            .toList(),
        "");
  }

  static String time(Instant at) {
    return at.toString();
  }
}
