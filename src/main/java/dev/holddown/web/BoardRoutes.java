package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.cli.link.BoardDesk;
import dev.holddown.cli.link.Json;
import dev.holddown.domain.run.Governance;
import dev.holddown.engine.port.BoardSnapshots;
import dev.holddown.view.BoardView;
import dev.holddown.view.BoardsView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The routes of boards: what they show, a stream of it, looking again, and writing it down. */
final class BoardRoutes {
  private static final Optional<AccessScope> READ = Optional.of(AccessScope.READ);
  private static final long TICK_MILLIS = 500;

  private final BoardsInForce boards;
  private final LogTail tail;
  private final DeskThreads threads;
  private final Streams.Entry entry;
  private final Streams.Timing timing;

  BoardRoutes(
      BoardsInForce boards,
      LogTail tail,
      DeskThreads threads,
      Streams.Entry entry,
      Streams.Timing timing) {
    this.boards = boards;
    this.tail = tail;
    this.threads = threads;
    this.entry = entry;
    this.timing = timing;
  }

  /** A snapshot that was taken: its bytes by their digest, and when. */
  record Snapshot(String board, String digest, String capturedAt, Map<String, Object> snapshot) {}

  /** The snapshots of a board, newest first. */
  record Snapshots(List<BoardsInForce.Taken> snapshots) {}

  List<Route> routes() {
    return List.of(
        Route.get(
            "/api/v1/boards",
            READ,
            Route.gives("The boards that are watched, with their health", BoardsView.class),
            call -> Reply.ok(listed(call))),
        Route.get(
            "/api/v1/boards/{id}",
            READ,
            Route.gives("A board as it stands", BoardView.class),
            call -> Reply.ok(BoardView.of(boards.state(call.caller(), call.path("id"))))),
        Route.get(
            "/api/v1/boards/{id}/events",
            READ,
            Route.gives(
                "A board whenever something is seen; each event is the whole of it",
                BoardView.class),
            this::stream),
        Route.post(
            "/api/v1/boards/{id}/check",
            AccessScope.READ,
            Route.takes(
                "Asks anew, whatever was asked before, and gives the board after that",
                BoardView.class,
                Field.may("monitor", Field.Kind.TEXT, "the id of one monitor; all when absent")),
            call ->
                Reply.ok(
                    BoardView.of(
                        boards.check(call.caller(), call.path("id"), call.text("monitor"))))),
        Route.post(
            "/api/v1/boards/{id}/snapshot",
            AccessScope.BRAKE,
            Route.takes("Writes down what the board shows, for good", Snapshot.class),
            this::snapshot),
        Route.get(
            "/api/v1/boards/{id}/snapshots",
            READ,
            Route.gives("The newest 50 snapshots of a board, and who took them", Snapshots.class),
            call -> Reply.ok(new Snapshots(boards.taken(call.caller(), call.path("id"))))),
        Route.get(
            "/api/v1/boards/{id}/snapshots/{digest}",
            READ,
            Route.gives(
                "A snapshot by the SHA-256 of its bytes",
                byte[].class,
                Field.may("as", Field.Kind.TEXT, "json (when absent), markdown or slack")),
            this::bytes));
  }

  private BoardsView listed(Call call) {
    return new BoardsView(
        boards.all(call.caller()).stream().map(BoardView::of).map(BoardsView.Line::of).toList(),
        boards.left());
  }

  private Reply snapshot(Call call) {
    BoardSnapshots.Snapshot taken = boards.snapshot(call.caller(), call.path("id"));
    return Reply.json(
        201,
        new Snapshot(
            call.path("id"),
            "sha256:" + taken.digest().hex(),
            taken.at().toString(),
            Json.map(Json.tree(taken.json()))));
  }

  private Reply bytes(Call call) {
    BoardDesk.Copies copies = boards.copies(call.caller(), call.path("id"), call.path("digest"));
    return file(copies, call.path("id"), call.text("as"));
  }

  /** A snapshot as a file. */
  static Reply file(BoardDesk.Copies copies, String board, String as) {
    record Form(String type, String ending, String text) {}
    Form form =
        switch (as) {
          case "", "json" -> new Form("application/json", "json", copies.json());
          case "markdown" -> new Form("text/markdown; charset=utf-8", "md", copies.markdown());
          case "slack" -> new Form("text/plain; charset=utf-8", "txt", copies.slack());
          default -> throw Problem.of(400, "request", "\"as\" is json, markdown or slack");
        };
    String name = board + "-" + copies.digest().substring(0, 12) + "." + form.ending();
    return new Reply.Bytes(
        form.type(),
        form.text().getBytes(StandardCharsets.UTF_8),
        Map.of(
            "Content-Disposition",
            "attachment; filename=\"" + name + "\"",
            "Holddown-Digest",
            "sha256:" + copies.digest()));
  }

  // --- the stream ---

  private Reply stream(Call call) {
    String board = call.path("id");
    boards.state(call.caller(), board);
    if (tail.size() >= timing.limits().streamsMax()) {
      throw Problem.of(
              503,
              "streams",
              timing.limits().streamsMax() + " clients follow events, which is the most")
          .header("Retry-After", "5");
    }
    Optional<String> sent = call.header("Last-Event-ID").filter(id -> !id.isEmpty());
    if (sent.isPresent() && !sent.get().matches("\\d{1,18}")) {
      throw Problem.of(
          400, "last-event-id", "Last-Event-ID must be the id of an event, a whole number");
    }
    return new Reply.Stream(
        out -> write(out, call.caller(), board, sent.map(Long::valueOf).orElse(0L)), () -> {});
  }

  /** Its place among the followers of the log counts it, and ends it with the server. */
  private void write(OutputStream out, Caller caller, String board, long known) throws IOException {
    LogTail.Joined joined =
        threads.look(() -> tail.join(Optional.of(Governance.LOG), run -> true), tail::leave);
    try {
      put(out, "retry: 2000\n\n");
      follow(out, caller, board, new Following(joined.follower(), known));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tail.leave(joined.follower());
    }
  }

  /** Who follows, and the newest that they know. */
  private record Following(Follower follower, long known) {}

  private void follow(OutputStream out, Caller first, String board, Following following)
      throws IOException, InterruptedException {
    Caller caller = first;
    long known = following.known();
    long heard = timing.nanos().getAsLong();
    while (!following.follower().ended() && !following.follower().late()) {
      long serial = boards.serial(board);
      if (serial != known) {
        BoardView view = BoardView.of(boards.state(caller, board));
        put(out, "id: " + serial + "\nevent: board\ndata: " + Json.line(view) + "\n\n");
        out.flush();
        known = serial;
      }
      long silent = TimeUnit.NANOSECONDS.toMillis(timing.nanos().getAsLong() - heard);
      if (silent >= timing.limits().heartbeatMillis()) {
        heard = timing.nanos().getAsLong();
        Optional<Caller> again = entry.door().again(caller);
        if (again.isEmpty()) {
          put(out, "event: end\ndata: {\"reason\": \"the token or session counts no longer\"}\n\n");
          out.flush();
          return;
        }
        caller = again.get();
        put(out, ": still here\n\n");
        out.flush();
      }
      following.follower().next(TICK_MILLIS);
    }
  }

  private static void put(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
