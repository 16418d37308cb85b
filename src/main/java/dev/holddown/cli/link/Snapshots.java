package dev.holddown.cli.link;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.incident.Severities;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.run.IncidentCommand;
import dev.holddown.engine.GovernanceLog;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.BoardSnapshots;
import dev.holddown.engine.port.EventStore;
import dev.holddown.playbooks.WorkspaceContent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an incident begins with: a name, a severity that the team knows, and a snapshot of the first
 * board, or of the runs where there is no board.
 */
final class Snapshots {
  private static final int RUNS_MAX = 200;
  private static final int SAME_SECOND_MAX = 100;
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("'inc-'yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Opened opened;
  private final InstantSource clock;

  Snapshots(Opened opened, InstantSource clock) {
    this.opened = opened;
    this.clock = clock;
  }

  /** The words of the people document in force. */
  Severities severities() {
    return hosted()
        .flatMap(Hosted::workspace)
        .flatMap(WorkspaceKeeper::content)
        .flatMap(WorkspaceContent::severities)
        .orElseGet(Severities::usual);
  }

  private Optional<Hosted> hosted() {
    return opened instanceof Hosted hosted ? Optional.of(hosted) : Optional.empty();
  }

  String unknown(String word) {
    return "there is no severity \""
        + word
        + "\"; known are "
        + String.join(", ", severities().names())
        + "; nothing was changed";
  }

  /** Turns incident mode on; the snapshot is taken before. */
  Request start(Incident.About about, Actor actor) {
    return new Request.Govern(new IncidentCommand.Start(id(), about, pin()), actor);
  }

  private String id() {
    String name = ID.format(clock.instant());
    for (int i = 2; i < SAME_SECOND_MAX; i++) {
      if (GovernanceLog.read(opened.store()).incidents().find(name).isEmpty()) {
        return name;
      }
      name = ID.format(clock.instant()) + "-" + i;
    }
    return name;
  }

  /** A snapshot that is kept as evidence; empty when nothing could be written. */
  Optional<Incident.Pin> pin() {
    Instant at = clock.instant();
    try {
      BoardSnapshots boards = hosted().map(Hosted::snapshots).orElseGet(BoardSnapshots::none);
      for (String board : boards.boards()) {
        Optional<BoardSnapshots.Snapshot> taken = boards.take(board, at);
        if (taken.isPresent()) {
          return taken.map(t -> new Incident.Pin(t.digest().hex(), t.at(), "board/" + board));
        }
      }
      byte[] bytes = Json.pretty(runs(at)).getBytes(StandardCharsets.UTF_8);
      return Optional.of(new Incident.Pin(opened.blobs().put(bytes).hex(), at, "runs"));
    } catch (RuntimeException e) {
      // Whatever is wrong with a board or the disk, it keeps nobody from turning the mode on.
      System.getLogger(Snapshots.class.getName())
          .log(System.Logger.Level.WARNING, "no snapshot was taken: " + e.getMessage());
      return Optional.empty();
    }
  }

  private Map<String, Object> runs(Instant at) {
    List<Map<String, Object>> runs = new ArrayList<>();
    for (EventStore.IndexRow row : opened.store().runs(RUNS_MAX)) {
      if (!row.playbook().equals(row.run())) { // the governance log is no run
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("run", row.run());
        run.put("title", row.title());
        run.put("about", row.lock());
        run.put("state", row.outcome().isEmpty() ? row.state() : row.outcome());
        run.put("changedAt", row.changedAt().toString());
        runs.add(run);
      }
    }
    Map<String, Object> snapshot = new LinkedHashMap<>();
    snapshot.put("schema", "holddown.runs/1");
    snapshot.put("capturedAt", at.toString());
    snapshot.put("runs", runs);
    return snapshot;
  }
}
