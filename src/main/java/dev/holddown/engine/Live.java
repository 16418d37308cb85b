package dev.holddown.engine;

import dev.holddown.domain.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A run in memory: its state, what is going on for it, and what its watches saw last. */
final class Live {
  /** How soon a moment that has passed without effect is looked at again. */
  private static final Duration AGAIN = Duration.ofMillis(200);

  RunState state;
  final Set<String> running = new HashSet<>();
  final Map<String, Instant> lastSeen = new HashMap<>();
  final Map<String, Instant> lastOk = new HashMap<>();

  /** The newest silence of each watch for which silence is a breach. */
  final Map<String, Instant> lastSilent = new HashMap<>();

  /** When a watch last had something to say that the log keeps, as it was read there. */
  Optional<Instant> watchesToldAt = Optional.empty();

  Optional<Instant> wake = Optional.empty();

  Live(RunState state) {
    this.state = state;
  }

  /** At the soonest of all moments it is told. */
  void wakeAt(Instant at, Instant now) {
    Instant when = at.isAfter(now) ? at : now.plus(AGAIN);
    if (wake.isEmpty() || when.isBefore(wake.get())) {
      wake = Optional.of(when);
    }
  }

  /**
   * The newest moment of which a watch has told something. Where silence is a breach, a sample from
   * before it tells nothing new: it does not end what came after it.
   */
  Optional<Instant> lastTold(String watch) {
    Instant seen = lastSeen.get(watch);
    Instant silent = lastSilent.get(watch);
    boolean laterSilent = silent != null && (seen == null || silent.isAfter(seen));
    return Optional.ofNullable(laterSilent ? silent : seen);
  }

  /**
   * Up to when its owner is known to have looked after it. Where there are other nodes, what people
   * say there is written while the owner is dead, too; only what its watches told is its own.
   */
  Instant lookedAfterUntil(boolean sole) {
    Instant told = sole ? state.lastAt() : watchesToldAt.orElse(state.startedAt());
    return lastSeen.values().stream()
        .max(Instant::compareTo)
        .filter(seen -> seen.isAfter(told))
        .orElse(told);
  }
}
