package dev.holddown.view.log;

import dev.holddown.view.EventLine;
import dev.holddown.view.RunView;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A draft of a postmortem, in Markdown: what the log knows is filled in, what only people know is
 * asked for.
 *
 * @param incident the run's line in the incident log; empty when it has none
 */
public record Postmortem(
    RunView view, List<EventLine> events, Optional<IncidentLog.Entry> incident) {
  private static final int MOMENTS_MAX = 400;

  /** Types of events that a reader of the story wants to see. */
  private static final Set<String> TOLD =
      Set.of(
          "run.started",
          "run.closed",
          "run.held",
          "run.resumed",
          "run.aborted",
          "stage.opened",
          "gate.decided",
          "item.signed",
          "item.declined",
          "item.filled",
          "item.commented",
          "act.intended",
          "act.ended",
          "window.started",
          "window.cleared",
          "watch.fired",
          "watch.blinded",
          "watch.sighted",
          "watch.proposed",
          "rollback.decided",
          "phase.opened",
          "phase.closed",
          "phase.overdue",
          "waiver.approved",
          "waiver.ended",
          "freeze.met",
          "freeze.overridden",
          "child.started",
          "child.ended");

  private static final String ASK = "_To be written._";

  /** The whole text. */
  public String text() {
    return """
    # Postmortem: %s

    Draft, made from run %s. Lines in italics are to be written by people; the rest is the log.

    | | |
    | --- | --- |
    %s
    ## Summary

    %s

    ## Impact

    %s Who was hit, how many, for how long, and what it cost.

    ## Timeline (UTC)

    %s
    ## Detection

    %s How was it noticed, and what should have noticed it earlier?

    ## Root cause

    %s

    ## Resolution

    %s

    ## What went well

    - %s

    ## What went badly, and where we were lucky

    - %s

    ## Action items

    | What | Owner | Due | Ticket |
    | --- | --- | --- | --- |
    | %s | | | |

    ## Lessons

    - %s
    """
        .formatted(
            LogFiles.mark(
                view.head().title()
                    + view.badge().map(b -> " [" + b + "]").orElse("")
                    + ", "
                    + view.head().lock()),
            LogFiles.mark(view.head().run()),
            facts(),
            field("summary").orElse(ASK),
            field("impact").orElse(ASK),
            LogFiles.rows(timeline()),
            field("detection").orElse(ASK),
            field("root_cause", "cause", "reason").orElse(ASK),
            resolution(),
            ASK,
            ASK,
            field("actions", "action_items").orElse(ASK),
            ASK);
  }

  private String resolution() {
    String said = view.standing().result().sentence();
    return said.isEmpty() ? ASK : LogFiles.mark(said);
  }

  private Optional<String> field(String... names) {
    return incident
        .map(i ->
            List.of(names).stream()
                .map(name -> i.fields().getOrDefault(name, ""))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse(""))
        .filter(text -> !text.isEmpty())
        .map(LogFiles::mark);
  }

  private String facts() {
    StringBuilder rows = new StringBuilder();
    fact(rows, "About", view.head().lock());
    fact(rows, "Severity", incident.map(IncidentLog.Entry::severity).orElse(""));
    fact(
        rows,
        "Started",
        incident.map(i -> i.times().started()).orElse(view.head().times().startedAt()).toString());
    fact(
        rows,
        "Detected",
        incident.flatMap(i -> i.times().detected()).map(Handoff::time).orElse(""));
    fact(
        rows,
        "Resolved",
        incident.flatMap(i -> i.times().resolved()).map(Handoff::time).orElse(""));
    fact(rows, "Lasted", LogTable.lasted(incident.flatMap(i -> i.times().lasted())));
    fact(rows, "Started by", view.head().origin().starter());
    fact(rows, "Outcome", view.standing().result().outcome().orElse("open").replace('_', ' '));
    return rows.toString();
  }

  private static void fact(StringBuilder rows, String name, String value) {
    String shown = value.isBlank() ? ASK : LogFiles.mark(value);
    rows.append("| ").append(name).append(" | ").append(shown).append(" |\n");
  }

  private LogTable timeline() {
    List<EventLine> told = events.stream().filter(e -> TOLD.contains(e.link().type())).toList();
    List<EventLine> shown = told.subList(Math.max(0, told.size() - MOMENTS_MAX), told.size());
    return new LogTable(
        "Timeline",
        List.of("When", "Who", "What"),
        shown.stream().map(e -> List.of(Handoff.time(e.at()), e.actor(), e.text())).toList(),
        "");
  }
}
