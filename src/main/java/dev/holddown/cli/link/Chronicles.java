package dev.holddown.cli.link;

import dev.holddown.engine.port.EventStore;
import dev.holddown.view.Chronicle;
import java.util.LinkedHashMap;
import java.util.Map;

/** The chronicles of the runs that are looked at: of each only what is new is read again. */
final class Chronicles {
  private static final int RUNS_MAX = 64;

  private final Map<String, Chronicle> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Chronicle> eldest) {
          return size() > RUNS_MAX;
        }
      };

  /** Up to the newest event. Reads the store. */
  synchronized Chronicle of(EventStore store, String run) {
    Chronicle before = known.getOrDefault(run, Chronicle.empty());
    Chronicle now = before.with(store.readAfter(run, before.version()));
    known.put(run, now);
    return now;
  }
}
