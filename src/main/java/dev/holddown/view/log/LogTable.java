package dev.holddown.view.log;

import dev.holddown.domain.kernel.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A log as rows and columns, for files and terminals.
 *
 * @param note what the reader has to know, such as that it was cut; may be empty
 */
public record LogTable(String title, List<String> columns, List<List<String>> rows, String note) {
  /** Deployments. */
  public static LogTable of(DeploymentLog log) {
    return new LogTable(
        "Deployment log",
        List.of(
            "When (UTC)",
            "Who",
            "Service",
            "Environment",
            "From",
            "To",
            "What changed",
            "Outcome",
            "Run"),
        log.entries().stream()
            .map(e ->
                List.of(
                    e.at().toString(),
                    e.person(),
                    e.about().service(),
                    e.about().environment(),
                    e.change().from(),
                    e.change().to(),
                    e.change().what(),
                    e.fate().word(),
                    e.about().run()))
            .toList(),
        note(log.further()));
  }

  /** Incidents. */
  public static LogTable of(IncidentLog log) {
    return new LogTable(
        "Incident log",
        List.of(
            "Started (UTC)",
            "Severity",
            "Service",
            "Environment",
            "What",
            "Resolved (UTC)",
            "Lasted",
            "Status",
            "Run"),
        log.entries().stream()
            .map(e ->
                List.of(
                    e.times().started().toString(),
                    e.severity(),
                    e.about().service(),
                    e.about().environment(),
                    what(e),
                    e.times().resolved().map(Instant::toString).orElse(""),
                    lasted(e.times().lasted()),
                    e.status(),
                    e.about().run()))
            .toList(),
        note(log.further()));
  }

  /** What an incident was, as far as it was written down. */
  public static String what(IncidentLog.Entry e) {
    String cause = e.fields().getOrDefault("root_cause", e.fields().getOrDefault("reason", ""));
    return cause.isEmpty() ? e.about().title() : e.about().title() + ": " + cause;
  }

  /** How long, for people; empty when it is not known. */
  public static String lasted(Optional<Duration> lasted) {
    return lasted.map(span -> Span.text(Duration.ofSeconds(span.toSeconds()))).orElse("");
  }

  /** Decisions. */
  public static LogTable of(DecisionLog log) {
    return new LogTable(
        "Governance log",
        List.of(
            "When (UTC)",
            "Action",
            "Target",
            "Where",
            "Reason",
            "Approver",
            "Role",
            "Method",
            "Run",
            "Hash"),
        log.entries().stream()
            .map(e ->
                List.of(
                    e.at().toString(),
                    e.action(),
                    e.target().text(),
                    where(e.target()),
                    e.said().reason(),
                    e.said().approver(),
                    e.said().role(),
                    e.said().method(),
                    e.target().run(),
                    e.proof().hash()))
            .toList(),
        note(log.further()));
  }

  /** Where a decision counts; empty for what holds for every run. */
  public static String where(DecisionLog.Target target) {
    return target.service().isEmpty() ? "" : target.service() + "/" + target.environment();
  }

  private static String note(Further further) {
    return !further.said().isEmpty()
        ? further.said()
        : further.before() > 0 ? "There are older lines: ask before=" + further.before() : "";
  }
}
