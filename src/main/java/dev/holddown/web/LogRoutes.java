package dev.holddown.web;

import dev.holddown.access.AccessLog;
import dev.holddown.access.AccessScope;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.LogDesk;
import dev.holddown.view.log.DecisionLog;
import dev.holddown.view.log.DeploymentLog;
import dev.holddown.view.log.GovernanceFile;
import dev.holddown.view.log.IncidentLog;
import dev.holddown.view.log.LogTable;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The books of all runs over the API, and as files. Each shows what its reader may see. */
final class LogRoutes {
  private static final Optional<AccessScope> READ = Optional.of(AccessScope.READ);

  private final Desk desk;
  private final AccessLog access;
  private final Guard guard;

  LogRoutes(Desk desk, AccessLog access, Guard guard) {
    this.guard = guard;
    this.desk = desk;
    this.access = access;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/logs/deployments",
            READ,
            Route.gives(
                "Who brought which version where, newest first",
                DeploymentLog.class,
                LogAsk.fields()),
            call -> {
              DeploymentLog log = desk.logs().deployments(LogAsk.part(call));
              return LogReplies.of(call, "deployment-log", log, LogTable.of(log));
            }),
        Route.get(
            "/api/v1/logs/incidents",
            READ,
            Route.gives("What went wrong, newest first", IncidentLog.class, LogAsk.fields()),
            call -> {
              Veil veil = guard.veil(call.caller());
              IncidentLog log =
                  veil.log(desk.logs().incidents(LogAsk.part(call).showing(veil::line)));
              return LogReplies.of(call, "incident-log", log, LogTable.of(log));
            }),
        Route.get(
            "/api/v1/logs/governance",
            READ,
            Route.gives("What was decided, newest first", DecisionLog.class, LogAsk.fields()),
            call -> {
              DecisionLog log = desk.logs().decisions(LogAsk.part(call));
              return LogReplies.of(call, "governance-log", log, LogTable.of(log));
            }),
        Route.get(
            "/api/v1/logs/GOVERNANCE-LOG.md",
            READ,
            Route.gives("Every decision that the caller may see, as Markdown", String.class),
            call ->
                LogReplies.file(
                    "text/markdown; charset=utf-8",
                    GovernanceFile.NAME,
                    GovernanceFile.text(desk.logs().everyDecision(LogAsk.part(call))))),
        Route.get(
            "/api/v1/runs/{id}/handoff",
            READ,
            Route.gives("What somebody needs who takes the run over, as a ZIP", byte[].class),
            call -> file(call, "handoff", "application/zip", ".zip")),
        Route.get(
            "/api/v1/runs/{id}/postmortem",
            READ,
            Route.gives("A draft of a postmortem, as Markdown", String.class),
            call -> file(call, "postmortem", "text/markdown; charset=utf-8", ".md")),
        Route.get(
            "/api/v1/logs/access",
            Optional.of(AccessScope.ADMIN),
            Route.gives(
                "Who came in and who was refused, newest first",
                Given.AccessLines.class,
                LogAsk.fields()),
            this::accessLog));
  }

  private Reply file(Call call, String verb, String type, String ending) {
    String run = call.path("id");
    Answers.Evidence made = (Answers.Evidence) desk.answer(Ask.of(verb).with("run", run));
    return LogReplies.file(
        type, verb + "-" + run + ending, Base64.getDecoder().decode(made.base64()));
  }

  private Reply accessLog(Call call) {
    call.caller().mustEverywhere(AccessScope.ADMIN);
    LogDesk.Part part = LogAsk.part(call);
    List<AccessLog.Entry> entries =
        AccessLines.read(access, part.filter(), part.before(), part.max());
    return LogReplies.of(
        call,
        "access-log",
        new Given.AccessLines(entries, access.verify()),
        AccessLines.table(entries));
  }
}
