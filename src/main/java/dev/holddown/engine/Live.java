package dev.holddown.engine;

import dev.holddown.domain.run.RunState;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A run in memory: its state, what is going on for it, and what its watches saw last. */
final class Live {
  RunState state;
  final Set<String> running = new HashSet<>();
  final Map<String, Instant> lastSeen = new HashMap<>();
  final Map<String, Instant> lastOk = new HashMap<>();
  Optional<Instant> wake = Optional.empty();

  Live(RunState state) {
    this.state = state;
  }
}
