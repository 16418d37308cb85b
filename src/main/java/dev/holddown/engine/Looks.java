package dev.holddown.engine;

import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Samples each watch at its own pace. Few watches look all at once, beginning when they are armed;
 * the looks of many are spread over the interval, those that share a call close together. A look
 * that hangs delays nobody: the next one of the same watch says that there was no answer, and every
 * other watch has a thread of its own.
 */
final class Looks {
  /** So many watches are not too many to look at the same moment. */
  static final int TOGETHER_MAX = 64;

  /**
   * Looks begin at multiples of it: twice as many wakes cost a quarter more with 10,000 watches.
   */
  private static final long SLOT_MILLIS = 50;

  private final Watcher watcher;
  private final Told told;
  private final Lanes lanes;
  private final InstantSource clock;
  private final Map<String, Pacer> pacers = new ConcurrentHashMap<>();

  /** Who has the states, and is told what was seen. Safe from any thread. */
  interface Told {
    /** Empty for what is not watched any more. */
    Optional<RunState> state(String run);

    /** Whether it is asked here now; another node may ask in this one's place. */
    default boolean looks(String run) {
      return true;
    }

    /** The newest sample of a watch. */
    Optional<Instant> lastSeen(String run, String watch);

    /** {@code askedAt}: when the look began. */
    void seen(String run, String watch, Watcher.Look look, Instant askedAt);

    /** The engine, to which observations are mail. */
    static Told by(Mail mail) {
      return new Told() {
        @Override
        public Optional<RunState> state(String run) {
          return mail.state(run);
        }

        @Override
        public Optional<Instant> lastSeen(String run, String watch) {
          return mail.lastSeen(run, watch);
        }

        @Override
        public void seen(String run, String watch, Watcher.Look look, Instant askedAt) {
          mail.observed(run, watch, look.reading(), look.evidence());
        }
      };
    }
  }

  Looks(Watcher watcher, Told told, Lanes lanes, InstantSource clock) {
    this.watcher = watcher;
    this.told = told;
    this.lanes = lanes;
    this.clock = clock;
  }

  /** One watch of one run, sampled again and again. */
  private record Pacer(ScheduledFuture<?> clock, AtomicReference<Flight> flight) {}

  /** A look that is under way, since when. */
  private record Flight(Future<?> future, Instant since) {}

  void start(String run, String watch) {
    Optional<RunState> state = told.state(run);
    Duration every =
        state.map(s -> s.plan().watch(watch).watch().pace().every()).orElse(Duration.ofSeconds(10));
    AtomicReference<Flight> flight = new AtomicReference<>();
    Runnable tick = () -> tick(run, watch, flight);
    long first = 0;
    if (state.isPresent() && pacers.size() >= TOGETHER_MAX) {
      tick.run();
      first = untilSlot(state.get(), watch, every.toMillis());
    }
    ScheduledFuture<?> ticking =
        lanes.timer().scheduleAtFixedRate(tick, first, every.toMillis(), TimeUnit.MILLISECONDS);
    pacers.put(run + "|watch/" + watch, new Pacer(ticking, flight));
  }

  /** The milliseconds to the second look of a watch, the same moments of the clock every time. */
  private long untilSlot(RunState state, String watch, long everyMillis) {
    Plan.WatchKey key = state.plan().watch(watch);
    long share = SharedCalls.Taker.reuse(key.watch().pace().every()).toMillis() / 2;
    long own = spread(state.head().run() + "|" + watch, Math.max(share, 1));
    long slot = (spread(watcher.beat(state, key), everyMillis) + own) / SLOT_MILLIS * SLOT_MILLIS;
    long until = Math.floorMod(slot - clock.instant().toEpochMilli(), everyMillis);
    return until == 0 ? everyMillis : until;
  }

  /** A number below {@code bound}, the same for the same text in every process. */
  private static long spread(String text, long bound) {
    long mixed = text.hashCode() * 0x9E3779B97F4A7C15L;
    return Math.floorMod(mixed ^ (mixed >>> 32), bound);
  }

  /** Looks now, besides its beats. */
  void now(String run, String watch) {
    Pacer pacer = pacers.get(run + "|watch/" + watch);
    if (pacer != null) {
      tick(run, watch, pacer.flight());
    }
  }

  void stop(String run, String jobId) {
    end(pacers.remove(run + "|" + jobId));
  }

  void forget(String run) {
    for (String key : List.copyOf(pacers.keySet())) {
      if (key.startsWith(run + "|")) {
        end(pacers.remove(key));
      }
    }
  }

  void stopAll() {
    List.copyOf(pacers.keySet()).forEach(key -> end(pacers.remove(key)));
  }

  private static void end(@org.jspecify.annotations.Nullable Pacer pacer) {
    if (pacer == null) {
      return;
    }
    pacer.clock().cancel(false);
    Flight flight = pacer.flight().get();
    if (flight != null) {
      flight.future().cancel(true);
    }
  }

  private void tick(String run, String watch, AtomicReference<Flight> flight) {
    if (!told.looks(run)) {
      return;
    }
    Flight before = flight.get();
    Instant now = clock.instant();
    if (before != null && !before.future().isDone()) {
      unanswered(run, watch, before, now);
      return;
    }
    Future<?> future = lanes.watch().submit(() -> look(run, watch, now));
    flight.set(new Flight(future, now));
  }

  /** The call before has not come back: that is an error of the provider, said at each beat. */
  private void unanswered(String run, String watch, Flight before, Instant now) {
    String since = dev.holddown.domain.kernel.Span.text(Duration.between(before.since(), now));
    Reading reading = Reading.error(now, "no answer yet after " + since);
    told.seen(run, watch, new Watcher.Look(reading, Optional.empty()), now);
  }

  private void look(String run, String watch, Instant now) {
    Optional<RunState> state = told.state(run);
    if (state.isEmpty() || !state.get().watch(watch).armed()) {
      return;
    }
    Plan.WatchKey key = state.get().plan().watch(watch);
    try {
      for (Watcher.Look look : watcher.look(state.get(), key, now, told.lastSeen(run, watch))) {
        told.seen(run, watch, look, now);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      told.seen(run, watch, Watcher.Look.broken(e, now), now);
    }
  }
}
