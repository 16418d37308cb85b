package dev.holddown.web;

import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Json;
import dev.holddown.domain.run.Governance;
import dev.holddown.web.Pictures.Key;
import dev.holddown.web.Pictures.Picture;
import dev.holddown.web.page.BoardPage;
import dev.holddown.web.page.Checklists;
import dev.holddown.web.page.Frame;
import dev.holddown.web.page.IncidentPage;
import dev.holddown.web.page.Links;
import dev.holddown.web.page.OverviewPage;
import dev.holddown.web.page.Piece;
import dev.holddown.web.page.RunPage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What changes on a page while somebody looks, as server-sent events (WHATWG HTML, 9.2): {@code
 * pieces} with the HTML of those that differ, {@code shape} when the page must be asked for anew,
 * {@code still} as a sign of life. The id is the position in the log that is then shown. A piece is
 * drawn once for all who see it with the same rights.
 */
final class PageNews {
  private static final long TICK_MILLIS = 500;
  private static final long GATHERED_MILLIS = 100;
  private static final int CATCH_UP_TRIES = 40;
  private static final long CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int SLOTS_MAX = 256;

  /** What stands around every page is decided for all runs, and wakes whoever follows any. */
  private static final Field[] SHOWS = {
    Field.may("after", Field.Kind.WHOLE, "the position that the page shows"),
    Field.may("picture", Field.Kind.WHOLE, "the number of what the page shows")
  };

  private static final Set<String> AROUND = Set.of(Governance.LOG);

  private final Sources from;
  private final LogTail tail;
  private final DeskThreads threads;
  private final Streams.Entry entry;
  private final Streams.Timing timing;
  private final Map<Key, Slot> slots = new ConcurrentHashMap<>();

  /** Where pages come from. */
  record Sources(Desk desk, Pages pages, BoardPages boards, IncidentPages incidents) {}

  /**
   * A page that has news.
   *
   * @param name by which it is remembered, such as its address
   * @param run whose events it is about; empty for those of every run
   * @param sees whether somebody still sees it
   */
  private record Place(
      String name, Optional<String> run, Predicate<Caller> sees, Function<Caller, Drawn> draws) {}

  /** A page as it stands. */
  private record Drawn(Frame frame, List<Piece> pieces) {}

  PageNews(
      Sources from, LogTail tail, DeskThreads threads, Streams.Entry entry, Streams.Timing timing) {
    this.from = from;
    this.tail = tail;
    this.threads = threads;
    this.entry = entry;
    this.timing = timing;
  }

  /** The newest picture of a page. */
  private static final class Slot {
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Picture> picture = Optional.empty();
    private long drawnAt;
  }

  /** Who follows what. */
  private record Watched(Place place, Key key, Caller caller) {
    static Watched of(Place place, Caller caller) {
      return new Watched(place, new Key(place.name(), caller.rights()), caller);
    }

    Optional<String> run() {
      return place.run();
    }
  }

  private Place overview(Call call) {
    Checklists.Wanted wanted = Pages.wanted(call);
    return new Place(
        "/" + wanted.query(),
        Optional.empty(),
        caller -> true,
        caller -> {
          OverviewPage page = from.pages().overview(caller, wanted);
          return new Drawn(page.frame(), page.pieces());
        });
  }

  /** A page that stands still: only what is around it has news. */
  private Place around() {
    return new Place(
        Links.AROUND,
        Optional.of(Governance.LOG),
        caller -> true,
        caller ->
            new Drawn(
                from.incidents()
                    .around(caller)
                    .live(Links.AROUND, from.desk().head(), Links.AROUND),
                List.of()));
  }

  private Place run(String run) {
    from.desk().version(run);
    return new Place(
        run,
        Optional.of(run),
        caller -> entry.guard().sees(caller, run),
        caller -> {
          RunPage page = from.pages().run(run, caller);
          return new Drawn(page.frame(), page.pieces());
        });
  }

  /** Nothing of it is drawn anew while somebody writes: its shape tells when it has changed. */
  private Place incident(Call call) {
    String id = call.path("id");
    from.incidents().page(id, call.caller());
    return new Place(
        Links.incident(id),
        Optional.empty(),
        caller -> true,
        caller -> {
          IncidentPage page = from.incidents().page(id, caller);
          return new Drawn(page.frame(), List.of(new Piece("incident-head", "incidenthead", page)));
        });
  }

  private Place board(Call call) {
    String board = call.path("id");
    from.boards().board(board, call.caller());
    return new Place(
        BoardPages.address(board),
        Optional.empty(),
        caller -> from.boards().sees(board, caller),
        caller -> {
          BoardPage page = from.boards().board(board, caller);
          return new Drawn(page.frame(), page.pieces());
        });
  }

  List<Route> routes() {
    return List.of(
        Route.page(
            "/live", "News of the overview", call -> news(call, overview(call)), overviewShows()),
        Route.page(
            Links.AROUND, "News of what stands around a page", call -> news(call, around()), SHOWS),
        Route.page(
            "/runs/{id}/live",
            "News of a run's page",
            call -> news(call, run(call.path("id"))),
            SHOWS),
        Route.page(
            "/incidents/{id}/live",
            "News of an incident",
            call -> news(call, incident(call)),
            SHOWS),
        Route.page("/boards/{id}/live", "News of a board", call -> news(call, board(call)), SHOWS));
  }

  private static Field[] overviewShows() {
    return Stream.concat(Stream.of(SHOWS), Stream.of(Pages.WANTED)).toArray(Field[]::new);
  }

  private Reply news(Call call, Place place) {
    Watched watched = Watched.of(place, call.caller());
    // Who comes back may show anything by now, and gets it all.
    boolean back = call.header("Last-Event-ID").filter(id -> !id.isEmpty()).isPresent();
    long serial = back ? 0 : call.number("picture", 0);
    StreamSeats.Seat seat = entry.seats().take(call.caller());
    return new Reply.Stream(
        out -> {
          try (seat) {
            write(out, watched, serial);
          }
        },
        seat::close);
  }

  private void write(OutputStream out, Watched watched, long serial) throws IOException {
    LogTail.Joined joined =
        threads.look(
            () ->
                tail.join(watched.run(), run -> entry.guard().sees(watched.caller(), run), AROUND),
            tail::leave);
    try {
      put(out, "retry: 1000\n\n");
      follow(out, watched, joined, serial);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tail.leave(joined.follower());
    }
  }

  private void follow(OutputStream out, Watched first, LogTail.Joined joined, long serial)
      throws IOException, InterruptedException {
    Follower follower = joined.follower();
    Watched watched = first;
    Picture picture = picture(watched, joined.position(), 0);
    Map<String, Integer> shown =
        new HashMap<>(from.pages().pictures().shown(watched.key(), serial).orElse(Map.of()));
    send(out, watched.caller(), picture, shown);
    put(out, "event: still\ndata: 1\n\n");
    out.flush();
    long heard = timing.nanos().getAsLong();
    while (true) {
      Optional<Given.Happened> next = follower.next(TICK_MILLIS);
      long position = picture.position();
      long version = 0;
      while (next.isPresent()) {
        position = Math.max(position, next.get().event().link().position());
        version =
            watched.run().filter(next.get().run()::equals).isPresent()
                ? next.get().event().version()
                : version;
        next = follower.next(watched.run().isPresent() ? 0 : GATHERED_MILLIS);
      }
      if (follower.ended() || follower.late()) {
        return;
      }
      picture = picture(watched, position, version);
      boolean sent = send(out, watched.caller(), picture, shown);
      if (since(heard) >= timing.limits().heartbeatMillis()) {
        heard = timing.nanos().getAsLong();
        Optional<Caller> again = entry.door().again(watched.caller());
        if (again.isEmpty() || !watched.place().sees().test(again.get())) {
          put(out, "event: end\ndata: 1\n\n");
          out.flush();
          return;
        }
        watched = Watched.of(watched.place(), again.get());
        put(out, "event: still\ndata: 1\n\n");
        sent = true;
      }
      if (sent) {
        out.flush();
      }
    }
  }

  private long since(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(timing.nanos().getAsLong() - nanos);
  }

  private static boolean send(
      OutputStream out, Caller caller, Picture picture, Map<String, Integer> shown)
      throws IOException {
    String news = picture.news(shown);
    if (news.isEmpty()) {
      return false;
    }
    String head = "id: " + picture.position() + "\n";
    put(out, head + "event: shape\ndata: " + Json.line(picture.shape()) + "\n\n");
    put(out, head + "event: pieces\ndata: " + Json.line(FormToken.filled(news, caller)) + "\n\n");
    shown.clear();
    shown.putAll(picture.hashes());
    return true;
  }

  /**
   * The page at this position or later, at most a tick old.
   *
   * @param version of the run that must be in it; 0 when that does not matter
   */
  private Picture picture(Watched watched, long position, long version) {
    if (slots.size() > SLOTS_MAX) {
      slots.clear();
    }
    Slot slot = slots.computeIfAbsent(watched.key(), key -> new Slot());
    slot.lock.lock();
    try {
      boolean young = since(slot.drawnAt) < TICK_MILLIS - GATHERED_MILLIS;
      Optional<Picture> known = slot.picture.filter(p -> young && p.position() >= position);
      if (known.isPresent()) {
        return known.get();
      }
      watched
          .run()
          .filter(run -> version > 0 && !AROUND.contains(run))
          .ifPresent(run -> catchUp(run, version));
      Picture drawn = threads.look(() -> draw(watched));
      slot.picture = Optional.of(drawn);
      slot.drawnAt = timing.nanos().getAsLong();
      return drawn;
    } finally {
      slot.lock.unlock();
    }
  }

  /** An event is in the log a moment before the engine's memory shows what became of it. */
  private void catchUp(String run, long version) {
    for (int i = 0; i < CATCH_UP_TRIES; i++) {
      if (threads.look(() -> from.desk().version(run)) >= version) {
        return;
      }
      LockSupport.parkNanos(CATCH_UP_NANOS);
    }
  }

  private Picture draw(Watched watched) {
    Drawn drawn = watched.place().draws().apply(watched.caller());
    return from.pages().pictures().draw(drawn.frame().live().orElseThrow(), drawn.pieces());
  }

  private static void put(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
