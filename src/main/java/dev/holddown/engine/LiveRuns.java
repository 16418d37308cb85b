package dev.holddown.engine;

import dev.holddown.domain.run.Child;
import dev.holddown.domain.run.RunState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runs in memory: all with something going on, and a few that only wait or have closed. What is
 * published may be read from any thread, the rest belongs to the engine's.
 */
final class LiveRuns {
  /** Runs kept that only wait for a person, a moment or a lock. */
  static final int WAITING_MAX = 64;

  private static final int CLOSED_MAX = 64;

  private final Map<String, Live> live = new TreeMap<>();
  private final Set<String> waiting = new LinkedHashSet<>();
  private final Deque<String> closed = new ArrayDeque<>();

  /** By each open run that a run in memory started: that one. */
  private final Map<String, String> starters = new HashMap<>();

  private final Map<String, RunState> published = new ConcurrentHashMap<>();
  private final Map<String, Instant> seen = new ConcurrentHashMap<>();

  Optional<Live> find(String run) {
    return Optional.ofNullable(live.get(run));
  }

  /** Whether exactly this one is in memory. */
  boolean has(Live run) {
    return live.get(run.state.head().run()) == run;
  }

  List<Live> all() {
    return new ArrayList<>(live.values());
  }

  /** These runs, and those in memory that started one of them and wait for its end. */
  Set<String> withStarters(Set<String> runs) {
    Set<String> all = new LinkedHashSet<>(runs);
    runs.forEach(run -> Optional.ofNullable(starters.get(run)).ifPresent(all::add));
    return all;
  }

  /** Whether this is newer than what is in memory. */
  boolean isNewer(RunState state) {
    return find(state.head().run()).filter(r -> r.state.version() >= state.version()).isEmpty();
  }

  Map<String, RunState> published() {
    return published;
  }

  /** Takes a run in, or gives it its next state. */
  Live put(RunState state) {
    String id = state.head().run();
    Live run = live.computeIfAbsent(id, i -> new Live(state));
    run.state = state;
    published.put(id, state);
    for (Child child : state.children().values()) {
      if (child.open()) {
        starters.put(child.run(), id);
      } else {
        starters.remove(child.run());
      }
    }
    return run;
  }

  /** A run from the store, with what its watches saw. */
  Live bring(Loader.Loaded loaded, Map<String, Instant> lastSeen) {
    Live run = put(loaded.state());
    run.watchesToldAt = loaded.watchesToldAt();
    lastSeen.forEach((watch, at) -> saw(run, watch, at));
    return run;
  }

  void saw(Live run, String watch, Instant at) {
    Instant newest = run.lastSeen.merge(watch, at, (a, b) -> a.isAfter(b) ? a : b);
    seen.put(run.state.head().run() + "|" + watch, newest);
  }

  /** The newest sample of a watch; safe from any thread. */
  Optional<Instant> lastSeen(String run, String watch) {
    return Optional.ofNullable(seen.get(run + "|" + watch));
  }

  /** A closed run is told of for a while. */
  void close(String run) {
    unlist(run);
    closed.add(run);
    if (closed.size() > CLOSED_MAX) {
      String oldest = closed.remove();
      if (!live.containsKey(oldest)) {
        published.remove(oldest);
      }
    }
  }

  /** Nothing of it stays. */
  void remove(String run) {
    unlist(run);
    published.remove(run);
  }

  private void unlist(String run) {
    live.remove(run);
    waiting.remove(run);
    starters.values().removeIf(run::equals);
    seen.keySet().removeIf(key -> key.startsWith(run + "|"));
  }

  /** Notes whether a run only waits; gives the one that is to go to make room. */
  Optional<Live> waits(Live run, boolean only) {
    String id = run.state.head().run();
    waiting.remove(id);
    if (only) {
      waiting.add(id);
    }
    return waiting.size() > WAITING_MAX
        ? Optional.ofNullable(live.get(waiting.iterator().next()))
        : Optional.empty();
  }

  Optional<Instant> nextWake() {
    Optional<Instant> next = Optional.empty();
    for (Live run : live.values()) {
      if (run.wake.isPresent() && (next.isEmpty() || run.wake.get().isBefore(next.get()))) {
        next = run.wake;
      }
    }
    return next;
  }
}
