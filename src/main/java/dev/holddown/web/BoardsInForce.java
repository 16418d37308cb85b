package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.Rights;
import dev.holddown.cli.link.BoardDesk;
import dev.holddown.cli.link.Hosted;
import dev.holddown.domain.board.Board;
import dev.holddown.domain.board.BoardState;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.GovernanceCommand;
import dev.holddown.domain.run.GovernanceEvent;
import dev.holddown.engine.Boards;
import dev.holddown.engine.Request;
import dev.holddown.engine.port.BoardSnapshots;
import dev.holddown.engine.port.EventStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The boards as callers may see them. A board about everything is seen by whoever sees everything;
 * one with a scope also by whoever sees something of it. One that is not theirs is answered as one
 * that is not there.
 */
final class BoardsInForce {
  private static final int LISTED_MAX = 50;

  private final Hosted hosted;
  private final InstantSource clock;
  private final Supplier<Map<String, Object>> incident;
  private final Map<String, BoardSnapshots.Snapshot> newest = new LinkedHashMap<>();

  /** {@code incident}: what goes on now and a snapshot is taken for; empty for nothing. */
  BoardsInForce(Hosted hosted, InstantSource clock, Supplier<Map<String, Object>> incident) {
    this.hosted = hosted;
    this.clock = clock;
    this.incident = incident;
  }

  /** A snapshot that somebody took. */
  record Taken(String board, String digest, String by, Instant at) {}

  private Boards boards() {
    return hosted
        .boards()
        .orElseThrow(() -> Problem.of(404, "board", "this server watches no board"));
  }

  /** How many there are that are not watched, since they are too many. */
  int left() {
    return hosted.boards().map(Boards::left).orElse(0);
  }

  /** The boards that a caller sees. */
  List<BoardState> all(Caller caller) {
    return hosted.boards().stream()
        .flatMap(boards -> boards.ids().stream().flatMap(id -> boards.state(id).stream()))
        .filter(state -> sees(caller, state.board()))
        .toList();
  }

  static boolean sees(Caller caller, Board board) {
    Scope scope = board.heading().scope();
    Rights rights = caller.rights();
    if (rights.everywhere(AccessScope.READ)) {
      return true;
    }
    if (scope.services().isEmpty()) {
      return false;
    }
    List<String> environments = scope.environments().isEmpty() ? List.of("") : scope.environments();
    return scope.services().stream()
        .anyMatch(service ->
            environments.stream().anyMatch(e -> caller.sees(new Rights.Where(service, e))));
  }

  /** A board that the caller sees. */
  BoardState state(Caller caller, String board) {
    return hosted
        .boards()
        .flatMap(boards -> boards.state(board))
        .filter(state -> sees(caller, state.board()))
        .orElseThrow(() -> missing(board));
  }

  private static Problem missing(String board) {
    return Problem.of(404, "board", "there is no board \"" + Values.shown(board) + "\" here");
  }

  long serial(String board) {
    return boards().serial(board);
  }

  /** The samples of a monitor. Reads the store. */
  List<dev.holddown.domain.watch.Reading> samples(String board, String key, Instant since) {
    return boards().samples(board, key, since);
  }

  Instant now() {
    return clock.instant();
  }

  // --- acting ---

  /** Asks anew; {@code monitor} empty for all. */
  BoardState check(Caller caller, String board, String monitor) {
    Board known = state(caller, board).board();
    if (!monitor.isEmpty() && !known.monitors().containsKey(monitor)) {
      throw Problem.of(
          404,
          "monitor",
          "the board "
              + board
              + " has no monitor \""
              + Values.shown(monitor)
              + "\"; it has "
              + String.join(", ", known.monitors().keySet()));
    }
    try {
      return boards()
          .check(board, monitor.isEmpty() ? Optional.empty() : Optional.of(monitor))
          .orElseThrow(() -> missing(board));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.of(503, "busy", "the server is ending; ask again");
    }
  }

  /** Writes down what it shows, and who did so; within one second the same for everybody. */
  synchronized BoardSnapshots.Snapshot snapshot(Caller caller, String board) {
    state(caller, board);
    Instant at = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    BoardSnapshots.Snapshot known = newest.get(board);
    if (known != null && known.at().equals(at)) {
      return known;
    }
    BoardSnapshots.Snapshot taken =
        hosted.snapshots().take(board, at, incident.get()).orElseThrow(() -> missing(board));
    GovernanceCommand note = new GovernanceCommand.TakeSnapshot(board, taken.digest().hex());
    hosted.mail().post(new Request.Govern(note, Actor.person(caller.person())));
    newest.put(board, taken);
    return taken;
  }

  /** A snapshot that was kept, of a board that the caller sees. Reads the store. */
  BoardDesk.Copies copies(Caller caller, String board, String digest) {
    state(caller, board);
    if (!(hosted.snapshots() instanceof BoardDesk desk)) {
      throw Problem.of(404, "snapshot", "this server keeps no snapshots");
    }
    return desk.copies(digest.replaceFirst("^sha256:", ""))
        .filter(copies -> board.equals(copies.snapshot().get("board")))
        .orElseThrow(() ->
            Problem.of(
                404,
                "snapshot",
                "the board " + board + " has no snapshot sha256:" + Values.shown(digest)));
  }

  /** The snapshots of a board, newest first. Reads the store. */
  List<Taken> taken(Caller caller, String board) {
    state(caller, board);
    List<Taken> taken = new ArrayList<>();
    for (EventStore.Stored stored : hosted.store().read(Governance.LOG).reversed()) {
      if (stored.entry().event() instanceof GovernanceEvent.SnapshotTaken event
          && event.board().equals(board)
          && taken.size() < LISTED_MAX) {
        taken.add(
            new Taken(board, event.digest(), stored.entry().actor().name(), stored.entry().at()));
      }
    }
    return List.copyOf(taken);
  }
}
