package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Server-sent events (WHATWG HTML, 9.2). The id of an event is its position in the log, so that
 * whoever comes back with {@code Last-Event-ID} misses none and gets none twice.
 */
final class Streams {
  static final long BACKLOG_EVENTS_MAX = 10_000;

  private final Desk desk;
  private final LogTail tail;
  private final DeskThreads threads;
  private final Entry entry;
  private final Timing timing;
  private volatile Optional<Wire> last = Optional.empty();

  /** Who may follow, and what they see of it. */
  record Entry(Door door, Guard guard, StreamSeats seats) {}

  /** How often a sign of life goes out, how many may follow, and the stopwatch. */
  record Timing(Limits limits, LongSupplier nanos) {}

  Streams(Desk desk, LogTail tail, DeskThreads threads, Entry entry, Timing timing) {
    this.desk = desk;
    this.tail = tail;
    this.threads = threads;
    this.entry = entry;
    this.timing = timing;
  }

  List<Route> routes() {
    Field after =
        Field.may("after", Field.Kind.WHOLE, "a position; the header Last-Event-ID outranks it");
    return List.of(
        Route.get(
            "/api/v1/events",
            Optional.of(AccessScope.READ),
            Route.gives("Every event of every run, as they happen", Given.Happened.class, after),
            call -> events(call, Optional.empty())),
        Route.get(
            "/api/v1/runs/{id}/events",
            Optional.of(AccessScope.READ),
            Route.gives("The events of a run, as they happen", Given.Happened.class, after),
            call -> events(call, Optional.of(call.path("id")))));
  }

  private Reply events(Call call, Optional<String> run) {
    run.ifPresent(desk::version);
    Optional<Long> from = from(call);
    StreamSeats.Seat seat = entry.seats().take(call.caller());
    return new Reply.Stream(
        out -> {
          try (seat) {
            write(out, call.caller(), run, from);
          }
        },
        seat::close);
  }

  private static Optional<Long> from(Call call) {
    Optional<String> sent = call.header("Last-Event-ID").filter(id -> !id.isEmpty());
    if (sent.isPresent() && !sent.get().matches("\\d{1,18}")) {
      throw Problem.of(
          400, "last-event-id", "Last-Event-ID must be the id of an event, a whole number");
    }
    return sent.map(Long::valueOf)
        .or(() -> Optional.of(call.number("after", -1)).filter(position -> position >= 0));
  }

  private void write(OutputStream out, Caller caller, Optional<String> run, Optional<Long> from)
      throws IOException {
    AtomicReference<Caller> now = new AtomicReference<>(caller);
    Predicate<String> sees = name -> entry.guard().sees(now.get(), name);
    LogTail.Joined joined = threads.look(() -> tail.join(run, sees), tail::leave);
    try {
      begin(out, new Wanted(run, sees, from), joined.position());
      follow(out, now, joined.follower(), joined.position());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tail.leave(joined.follower());
    }
  }

  /** Which runs somebody follows, and from which position on. */
  private record Wanted(Optional<String> run, Predicate<String> sees, Optional<Long> from) {}

  private void begin(OutputStream out, Wanted wanted, long position) throws IOException {
    put(out, "retry: 2000\n\n");
    long after = wanted.from().orElse(position);
    if (after > position || position - after > BACKLOG_EVENTS_MAX) {
      String why =
          after > position
              ? "the log ends before the position that was named"
              : "more than " + BACKLOG_EVENTS_MAX + " events have happened since; read the runs";
      mark(out, "resync", position, why);
    } else if (after < position) {
      for (Given.Happened happened :
          threads.look(() -> seen(tail.between(wanted.run(), after, position), wanted.sees()))) {
        event(out, happened);
      }
    } else {
      mark(out, "position", position, "events after this position follow");
    }
    out.flush();
  }

  private static List<Given.Happened> seen(List<Given.Happened> all, Predicate<String> sees) {
    return all.stream().filter(happened -> sees.test(happened.run())).toList();
  }

  private void follow(
      OutputStream out, AtomicReference<Caller> now, Follower follower, long position)
      throws IOException, InterruptedException {
    long heartbeat = timing.limits().heartbeatMillis();
    long checked = timing.nanos().getAsLong();
    long written = position;
    while (true) {
      Optional<Given.Happened> next = follower.next(heartbeat);
      if (follower.late()) {
        // Without an id: whoever comes back goes on after the last event that did arrive.
        put(
            out,
            "event: resync\n"
                + data(
                    "events were left out: too many waited, or the store was away; come back",
                    written));
        out.flush();
        return;
      }
      if (follower.ended()) {
        return;
      }
      if (TimeUnit.NANOSECONDS.toMillis(timing.nanos().getAsLong() - checked) >= heartbeat) {
        checked = timing.nanos().getAsLong();
        Optional<Caller> again = entry.door().again(now.get());
        if (again.isEmpty()) {
          put(out, "event: end\n" + data("the token or session counts no longer", written));
          out.flush();
          return;
        }
        now.set(again.get());
      }
      if (next.isPresent()) {
        event(out, next.get());
        written = next.get().event().link().position();
      } else {
        put(out, ": still here\n\n");
      }
      out.flush();
    }
  }

  private void event(OutputStream out, Given.Happened happened) throws IOException {
    out.write(wire(happened));
  }

  /** An event as it goes out; thousands want the same one at the same moment. */
  @SuppressWarnings("ArrayRecordComponent") // written to streams, never compared or changed
  private record Wire(Given.Happened of, byte[] bytes) {}

  private byte[] wire(Given.Happened happened) {
    Optional<Wire> made = last;
    if (made.isPresent() && made.get().of() == happened) {
      return made.get().bytes();
    }
    String text =
        "id: "
            + happened.event().link().position()
            + "\nevent: event\ndata: "
            + Json.line(happened)
            + "\n\n";
    Wire wire = new Wire(happened, text.getBytes(StandardCharsets.UTF_8));
    last = Optional.of(wire);
    return wire.bytes();
  }

  private static void mark(OutputStream out, String name, long position, String why)
      throws IOException {
    put(out, "id: " + position + "\nevent: " + name + "\n" + data(why, position));
  }

  private static String data(String why, long position) {
    return "data: " + Json.line(new Given.Resync(why, position)) + "\n\n";
  }

  private static void put(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
