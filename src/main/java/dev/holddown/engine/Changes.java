package dev.holddown.engine;

import dev.holddown.engine.port.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What other nodes appended, found by asking the log from time to time. */
final class Changes {
  /** A rollback that a person asks for elsewhere begins here well within a second. */
  private static final Duration EVERY = Duration.ofMillis(200);

  private static final int PAGE_MAX = 500;

  private final EventStore store;
  private final Map<String, Long> wrote = new HashMap<>();
  private long position;
  private Instant next = Instant.EPOCH;

  Changes(EventStore store) {
    this.store = store;
  }

  void begin(long from) {
    position = from;
  }

  /** This node itself brought the run to this version. */
  void wrote(String run, long version) {
    wrote.merge(run, version, Math::max);
  }

  Instant next() {
    return next;
  }

  /** Runs that others changed since the last call. */
  List<String> byOthers(Instant now) {
    if (now.isBefore(next)) {
      return List.of();
    }
    next = now.plus(EVERY);
    List<String> runs = new ArrayList<>();
    List<EventStore.Change> page;
    do {
      page = store.changedSince(position, PAGE_MAX);
      for (EventStore.Change change : page) {
        position = change.position();
        if (wrote.getOrDefault(change.run(), 0L) < change.version()) {
          runs.add(change.run());
        }
      }
    } while (page.size() == PAGE_MAX);
    wrote.clear();
    return runs;
  }
}
