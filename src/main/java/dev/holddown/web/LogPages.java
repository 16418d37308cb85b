package dev.holddown.web;

import dev.holddown.access.AccessLog;
import dev.holddown.access.AccessScope;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.LogDesk;
import dev.holddown.view.log.DecisionLog;
import dev.holddown.view.log.DeploymentLog;
import dev.holddown.view.log.Further;
import dev.holddown.view.log.IncidentLog;
import dev.holddown.view.log.LogTable;
import dev.holddown.web.page.Badge;
import dev.holddown.web.page.Links;
import dev.holddown.web.page.LogsPage;
import dev.holddown.web.page.LogsPage.Cell;
import dev.holddown.web.page.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The books of all runs as pages. */
final class LogPages {
  private final Desk desk;
  private final AccessLog access;
  private final Shown shown;

  LogPages(Desk desk, AccessLog access, Shown shown) {
    this.desk = desk;
    this.access = access;
    this.shown = shown;
  }

  List<Route> routes() {
    return List.of(
        Route.page(
            "/logs",
            "The books of all runs",
            call -> new Reply.Bare(303, Map.of("Location", "/logs/deployments"))),
        Route.page("/logs/deployments", "The deployment log", this::deployments, LogAsk.fields()),
        Route.page("/logs/incidents", "The incident log", this::incidents, LogAsk.fields()),
        Route.page("/logs/governance", "The governance log", this::governance, LogAsk.fields()),
        Route.get(
            "/logs/access",
            Optional.of(AccessScope.ADMIN),
            Route.gives("The access log", Reply.Html.class, LogAsk.fields()),
            this::accessLog));
  }

  /** A book and its lines. */
  private record Filled(String name, String title, String lede, LogsPage.Rows rows) {}

  private Reply page(Call call, Filled book, Further further) {
    boolean admin = call.caller().rights().everywhere(AccessScope.ADMIN);
    Map<String, String> wanted = LogAsk.wanted(call);
    return shown.page(
        "logs",
        new LogsPage(
            shown.frame(Shown.viewer(call.caller()), book.title(), "logs"),
            new LogsPage.Book(book.name(), book.title(), book.lede(), LogsPage.tabs(admin)),
            wanted,
            book.rows(),
            LogsPage.more(book.name(), wanted, further.before(), further.said())));
  }

  private Cell at(Instant at) {
    return Cell.at(Moment.of(at, desk.now()));
  }

  private Cell at(Optional<Instant> at) {
    return at.map(this::at).orElseGet(() -> Cell.of(""));
  }

  private Reply deployments(Call call) {
    DeploymentLog log = desk.logs().deployments(LogAsk.part(call));
    List<List<Cell>> cells =
        log.entries().stream()
            .map(e ->
                List.of(
                    at(e.at()),
                    Cell.of(e.person()),
                    Cell.styled(e.about().service() + "/" + e.about().environment(), "lock"),
                    Cell.of(moved(e.change())),
                    Cell.styled(e.change().what(), "text"),
                    outcome(e.fate()),
                    Cell.link(e.about().title(), Links.run(e.about().run()))))
            .toList();
    return page(
        call,
        new Filled(
            "deployments",
            "Deployment log",
            "Who brought which version where, and what became of it.",
            new LogsPage.Rows(
                List.of(
                    "When (UTC)", "Who", "Where", "From → to", "What changed", "Outcome", "Run"),
                cells)),
        log.further());
  }

  private static String moved(DeploymentLog.Change change) {
    return change.from().isEmpty() ? change.to() : change.from() + " → " + change.to();
  }

  private static Cell outcome(DeploymentLog.Fate fate) {
    Badge badge =
        switch (fate.word()) {
          case "stable" -> Badge.outcome("SUCCEEDED");
          case "rolled back", "taken back" -> Badge.outcome("ROLLED_BACK");
          case "under way", "not deployed", "aborted" -> Badge.outcome("ABORTED");
          default -> Badge.outcome("GAVE_UP");
        };
    String symbol = fate.word().equals("under way") ? "▸" : badge.symbol();
    return Cell.styled(
        symbol + " " + fate.word(),
        fate.word().equals("under way") ? "badge t-busy" : "badge " + badge.tone().css());
  }

  private IncidentLog incidentLog(Call call) {
    Veil veil = shown.guard().veil(call.caller());
    return veil.log(desk.logs().incidents(LogAsk.part(call).showing(veil::line)));
  }

  private Reply incidents(Call call) {
    IncidentLog log = incidentLog(call);
    List<List<Cell>> cells =
        log.entries().stream()
            .map(e ->
                List.of(
                    at(e.times().started()),
                    Cell.of(e.severity()),
                    Cell.styled(e.about().service() + "/" + e.about().environment(), "lock"),
                    Cell.styled(LogTable.what(e), "text"),
                    at(e.times().resolved()),
                    Cell.of(LogTable.lasted(e.times().lasted())),
                    Cell.styled(
                        e.status(), e.status().equals("open") ? "badge t-bad" : "badge t-dim"),
                    run(e.about())))
            .toList();
    return page(
        call,
        new Filled(
            "incidents",
            "Incident log",
            "What went wrong, how bad it was, and how long it took.",
            new LogsPage.Rows(
                List.of(
                    "Started (UTC)",
                    "Severity",
                    "Where",
                    "What",
                    "Resolved (UTC)",
                    "Lasted",
                    "Status",
                    "Run"),
                cells)),
        log.further());
  }

  /** An incident of the workspace may have several runs; each names it in its own log. */
  private static Cell run(IncidentLog.About about) {
    String incident = about.title().split(": ", 2)[0];
    return about.run().isEmpty()
        ? Cell.link(incident, Links.incident(incident))
        : Cell.link(about.run(), Links.run(about.run()));
  }

  private Reply governance(Call call) {
    DecisionLog log = desk.logs().decisions(LogAsk.part(call));
    List<List<Cell>> cells = log.entries().stream().map(this::decision).toList();
    return page(
        call,
        new Filled(
            "governance",
            "Governance log",
            "Every decision, with who, how and why. It is only ever added to; each hash covers the"
                + " line before it in its run.",
            new LogsPage.Rows(
                List.of(
                    "When (UTC)",
                    "Action",
                    "Target",
                    "Reason",
                    "Approver",
                    "Method",
                    "Where",
                    "Evidence"),
                cells)),
        log.further());
  }

  private List<Cell> decision(DecisionLog.Entry e) {
    String run = e.target().run();
    String approver =
        e.said().role().isEmpty()
            ? e.said().approver()
            : e.said().approver() + " (" + e.said().role() + ")";
    String href =
        run.isEmpty()
            ? "/api/v1/governance?after=" + (e.proof().number() - 1)
            : Links.run(run) + "/log?after=" + (e.proof().number() - 1) + "#e" + e.proof().number();
    String hash = e.proof().hash();
    return List.of(
        at(e.at()),
        Cell.of(e.action()),
        Cell.styled(e.target().text(), "text"),
        Cell.styled(e.said().reason(), "text"),
        Cell.of(approver),
        Cell.of(e.said().method()),
        run.isEmpty()
            ? Cell.styled("every run", "meta")
            : Cell.link(LogTable.where(e.target()), Links.run(run)),
        Cell.link(hash.substring(0, Math.min(12, hash.length())), href));
  }

  private Reply accessLog(Call call) {
    call.caller().mustEverywhere(AccessScope.ADMIN);
    LogDesk.Part part = LogAsk.part(call);
    List<AccessLog.Entry> entries =
        AccessLines.read(access, part.filter(), part.before(), part.max());
    List<List<Cell>> cells =
        entries.stream()
            .map(e ->
                List.of(
                    at(Instant.parse(e.at())),
                    Cell.of(e.kind()),
                    Cell.of(e.deed().person().isEmpty() ? "a stranger" : e.deed().person()),
                    Cell.styled(e.deed().address(), "lock"),
                    Cell.styled(e.deed().what(), "text"),
                    Cell.styled(e.deed().why(), "text"),
                    Cell.hash(e.hash())))
            .toList();
    long before = entries.size() < part.max() ? 0 : entries.getLast().number();
    String broken = access.verify().map(why -> "This log was changed: " + why + ".").orElse("");
    return page(
        call,
        new Filled(
            "access",
            "Access log",
            "Who came in, who was refused, and whose rights were changed.",
            new LogsPage.Rows(
                List.of("When (UTC)", "Kind", "Who", "Address", "What", "Why", "Hash"), cells)),
        new Further(before, broken));
  }
}
