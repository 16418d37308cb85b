package dev.holddown.cli.link;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.incident.Severities;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.run.IncidentCommand;
import dev.holddown.engine.Boards;
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
    return pin(Map.of());
  }

  /** The same; {@code incident}: what it tells of the incident that it is taken in. */
  Optional<Incident.Pin> pin(Map<String, Object> incident) {
    Instant at = clock.instant();
    return board(at, incident).or(() -> ofRuns(at));
  }

  /** The same after the board was asked anew: what stands beside the pinned one is live. */
  Optional<Incident.Pin> anew(Map<String, Object> incident) {
    try {
      for (String board :
          hosted().map(Hosted::snapshots).map(BoardSnapshots::boards).stream()
              .flatMap(List::stream)
              .limit(1)
              .toList()) {
        Optional<Boards> watched = hosted().flatMap(Hosted::boards);
        if (watched.isPresent()) {
          watched.get().check(board, Optional.empty());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      warn("the board was not asked anew", e);
    }
    return pin(incident);
  }

  /** Whatever is wrong with a board, it keeps nobody from turning the mode on. */
  private Optional<Incident.Pin> board(Instant at, Map<String, Object> incident) {
    try {
      BoardSnapshots boards = hosted().map(Hosted::snapshots).orElseGet(BoardSnapshots::none);
      for (String board : boards.boards()) {
        Optional<BoardSnapshots.Snapshot> taken = boards.take(board, at, incident);
        if (taken.isPresent()) {
          return taken.map(t -> new Incident.Pin(t.digest().hex(), t.at(), "board/" + board));
        }
      }
    } catch (RuntimeException e) {
      warn("no snapshot of a board was taken", e);
    }
    return Optional.empty();
  }

  private Optional<Incident.Pin> ofRuns(Instant at) {
    try {
      byte[] bytes = Json.pretty(runs(at)).getBytes(StandardCharsets.UTF_8);
      return Optional.of(new Incident.Pin(opened.blobs().put(bytes).hex(), at, "runs"));
    } catch (RuntimeException e) {
      warn("no snapshot was taken", e); // such as a full disk
      return Optional.empty();
    }
  }

  private static void warn(String what, RuntimeException e) {
    System.getLogger(Snapshots.class.getName())
        .log(System.Logger.Level.WARNING, what + ": " + e.getMessage());
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
