package dev.holddown.cli;

import dev.holddown.cli.link.Hosted;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import dev.holddown.view.RunTrace;
import dev.holddown.view.TraceSpan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Follows the log once a second and gives the spans that ended to a sender. It only reads: the
 * engine does not know of it. Of runs that began before it does, what ends from now on is told.
 */
final class Tracing implements AutoCloseable {
  private static final long LOOK_MILLIS = 1_000;
  private static final int PAGE_RUNS_MAX = 200;
  private static final int RUNS_MAX = 2_000;

  private final Hosted hosted;
  private final Consumer<TraceSpan> sender;
  private final Runnable end;
  private long last;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("tracing").factory());

  private final Map<String, Followed> runs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Followed> eldest) {
          return size() > RUNS_MAX;
        }
      };

  /** How far a run was read. */
  private record Followed(RunTrace trace, long version) {}

  /** From the end of the log on, as it is now; {@code end} is called last. Reads the store. */
  Tracing(Hosted hosted, Consumer<TraceSpan> sender, Runnable end) {
    this.hosted = hosted;
    this.sender = sender;
    this.end = end;
    this.last = hosted.store().head();
  }

  /** Sends to a collector from now on. */
  static Tracing to(OtlpEndpoint to, Hosted hosted, Consumer<String> log) {
    SpanSender sender = new SpanSender(to, hosted.measures(), log);
    Tracing tracing = new Tracing(hosted, sender::offer, sender::close);
    sender.begin();
    tracing.looking.scheduleWithFixedDelay(
        tracing::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    return tracing;
  }

  private void look() {
    try {
      follow();
    } catch (StoreException | IllegalStateException e) {
      // The store cannot answer now; whatever is missed here is read at the next look.
      System.getLogger(Tracing.class.getName())
          .log(System.Logger.Level.DEBUG, "the log cannot be followed: " + e.getMessage());
    }
  }

  /** Reads what has happened since. */
  synchronized void follow() {
    long since = last;
    List<EventStore.Change> page;
    do {
      page = hosted.store().changedSince(last, PAGE_RUNS_MAX);
      for (EventStore.Change change : page) {
        follow(change.run(), since);
        last = change.position();
      }
    } while (page.size() == PAGE_RUNS_MAX);
  }

  private void follow(String run, long since) {
    Followed known = runs.getOrDefault(run, new Followed(new RunTrace(run), 0));
    long version = known.version();
    boolean ours = hosted.store().find(run).filter(row -> hosted.owns(row.lock())).isPresent();
    for (EventStore.Stored event : hosted.store().readAfter(run, version)) {
      List<TraceSpan> ended = known.trace().after(event.entry());
      if (ours && event.position() > since) {
        ended.forEach(sender);
      }
      version = event.version();
    }
    if (known.trace().over()) {
      runs.remove(run);
    } else {
      runs.put(run, new Followed(known.trace(), version));
    }
  }

  @Override
  public void close() {
    looking.shutdownNow();
    try {
      if (looking.awaitTermination(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end.run();
    }
  }
}
