package dev.holddown.engine;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Ports;
import dev.holddown.engine.port.StoreException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Folds runs from the store. A plan is kept as long as a run in memory uses it. Thread-safe. */
final class Loader {
  private static final System.Logger LOG = System.getLogger(Loader.class.getName());
  private static final int PLANS_TIDIED_AT = 256;

  /** Far below the time for which the tidying leaves alone what was put and nothing cites yet. */
  private static final Duration PUT_AGAIN = Duration.ofMinutes(10);

  private final Ports ports;
  private final Map<String, String> unreadable = new ConcurrentHashMap<>();
  private final Map<String, WeakReference<Plan>> plans = new ConcurrentHashMap<>();

  private Compiled compiled = new Compiled(null, new byte[0]);
  private Optional<Kept> kept = Optional.empty();

  /** The playbook that was written last. */
  private record Compiled(@Nullable Playbook of, byte[] bytes) {}

  /** The bytes that were put last, and their plan, which the cache alone would let go. */
  private record Kept(byte[] bytes, Digest digest, Plan plan, Instant at) {}

  Loader(Ports ports) {
    this.ports = ports;
  }

  /**
   * A run as the log tells it.
   *
   * @param ownedAt position of the event by which it got its newest owner; 0 for none
   * @param watchesToldAt when a watch of it, which only an owner has, said something last
   */
  record Loaded(RunState state, long ownedAt, Optional<Instant> watchesToldAt) {}

  /** Empty when there is no such run. */
  Optional<RunState> state(String run) {
    return load(run).map(Loaded::state);
  }

  /** Empty when there is no such run, or it cannot be read: {@link #unreadable} says so then. */
  Optional<Loaded> load(String run) {
    try {
      Optional<Loaded> loaded = read(run);
      unreadable.remove(run);
      return loaded;
    } catch (StoreException e) {
      if (!(e instanceof StoreException.Unreadable)) {
        throw e; // the store itself
      }
      setAside(run, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      setAside(run, "its events or its playbook make no sense: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** Why a run that is there cannot be read; empty when it can, or nobody tried. */
  Optional<String> unreadable(String run) {
    return Optional.ofNullable(unreadable.get(run));
  }

  private void setAside(String run, String why) {
    if (!why.equals(unreadable.put(run, why))) {
      LOG.log(
          System.Logger.Level.ERROR,
          "run " + run + " is set aside and the other runs go on: " + why);
    }
  }

  private Optional<Loaded> read(String run) {
    List<EventStore.Stored> events = ports.store().read(run);
    if (events.isEmpty()
        || !(events.getFirst().entry().event() instanceof RunEvent.Started started)) {
      return Optional.empty();
    }
    List<Entry> entries = events.stream().map(EventStore.Stored::entry).toList();
    long ownedAt =
        events.stream()
            .filter(e -> isOwning(e.entry().event()))
            .mapToLong(EventStore.Stored::position)
            .max()
            .orElse(0);
    Optional<Instant> told =
        entries.stream()
            .filter(e -> e.actor().kind() == Actor.Kind.WATCH)
            .map(Entry::at)
            .reduce((first, later) -> later);
    return Optional.of(new Loaded(Run.fold(entries, plan(started.playbook())), ownedAt, told));
  }

  private static boolean isOwning(RunEvent event) {
    return event instanceof RunEvent.Owned || event instanceof RunEvent.LockTaken;
  }

  /**
   * Keeps a playbook, durable when it returns; gives its digest. Hundreds of runs a second may be
   * started of one, and each put costs the disk several calls: what was just put is not put again.
   */
  Digest keep(Playbook playbook) {
    byte[] compiled = compiled(playbook);
    Instant now = ports.passing().clock().instant();
    Optional<Kept> fresh = kept.filter(k -> k.bytes() == compiled && isFresh(k.at(), now));
    if (fresh.isPresent()) {
      return fresh.get().digest();
    }
    Digest digest = ports.blobs().put(compiled);
    Plan plan =
        known(digest.hex())
            .orElseGet(() -> remember(digest.hex(), Plan.of(ports.playbooks().read(compiled))));
    kept = Optional.of(new Kept(compiled, digest, plan, now));
    return digest;
  }

  /** A clock that was set back proves nothing. */
  private static boolean isFresh(Instant put, Instant now) {
    return !now.isBefore(put) && now.isBefore(put.plus(PUT_AGAIN));
  }

  /** Many runs are started of one playbook, which is the same object as long as its file is. */
  private byte[] compiled(Playbook playbook) {
    Compiled known = compiled;
    if (known.of() != playbook) {
      known = new Compiled(playbook, ports.playbooks().write(playbook));
      compiled = known;
    }
    return known.bytes();
  }

  /** The plan of a compiled playbook. */
  Plan plan(String digest) {
    return known(digest).orElseGet(() -> remember(digest, compiled(digest)));
  }

  private Optional<Plan> known(String digest) {
    return Optional.ofNullable(plans.get(digest)).map(WeakReference::get);
  }

  private Plan remember(String digest, Plan plan) {
    if (plans.size() >= PLANS_TIDIED_AT) {
      plans.values().removeIf(reference -> reference.get() == null);
    }
    plans.put(digest, new WeakReference<>(plan));
    return plan;
  }

  private Plan compiled(String digest) {
    byte[] bytes =
        ports
            .blobs()
            .get(new Digest(digest))
            .orElseThrow(() ->
                new IllegalStateException(
                    "the compiled playbook sha256:"
                        + digest
                        + " is missing from the evidence folder; restore it from a backup"));
    return Plan.of(ports.playbooks().read(bytes));
  }

  /** When each watch of a run saw something last, as far as samples were kept. */
  Map<String, Instant> lastSeen(RunState state) {
    Map<String, Instant> seen = new HashMap<>();
    for (EventStore.Sample sample : ports.store().latest(state.head().run())) {
      newestSeen(sample, state.startedAt()).ifPresent(at -> seen.put(sample.watch(), at));
    }
    return seen;
  }

  /** The newest sample may be an error; what was seen before it is looked for then. */
  private Optional<Instant> newestSeen(EventStore.Sample newest, Instant since) {
    if (newest.reading().kind() == Reading.Kind.SEEN) {
      return Optional.of(newest.reading().at());
    }
    return ports.store().samples(newest.run(), newest.watch(), since).stream()
        .map(EventStore.Sample::reading)
        .filter(reading -> reading.kind() == Reading.Kind.SEEN)
        .map(Reading::at)
        .max(Instant::compareTo);
  }
}
