package dev.holddown.cli.link;

import dev.holddown.domain.incident.Incident;
import dev.holddown.view.IncidentView;
import dev.holddown.view.RunView;
import dev.holddown.view.log.Bundle;
import dev.holddown.view.log.IncidentHandoff;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What somebody needs who takes over an incident, as one file.
 *
 * @param runs a run as it stands
 * @param snapshots the text of a snapshot; empty where the reader may not have it
 */
public record IncidentFiles(
    Function<String, RunView> runs, Function<Incident.Pin, Optional<String>> snapshots) {
  /** The ids of the program's own incidents. */
  public static final String ID = "inc-\\d{8}-\\d{6}(-\\d+)?";

  /** All of it, of an incident as the reader may see it. */
  public IncidentHandoff handoff(IncidentView view, Instant at) {
    List<RunView> all = view.kept().runs().stream().map(run -> runs.apply(run.run())).toList();
    return new IncidentHandoff(view, all, at);
  }

  /** The same as a ZIP, with the snapshots and with the incident as JSON. */
  public byte[] zip(IncidentView view, Instant at) {
    Map<String, String> files = handoff(view, at).files();
    files.put("incident.json", Json.pretty(view));
    view.kept()
        .pinned()
        .flatMap(snapshots)
        .ifPresent(text -> files.put("pinned-snapshot.json", text));
    view.kept()
        .rechecked()
        .flatMap(snapshots)
        .ifPresent(text -> files.put("looked-again-snapshot.json", text));
    return Bundle.zip(files);
  }
}
