package dev.holddown.engine;

import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunHead;
import dev.holddown.engine.port.EventStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest closed run of a service and environment whose whole watch ended clean: its inputs are
 * what {@code last_good()} gives. Callers are platform threads, since it reads the store.
 */
public final class LastGood {
  static final int RUNS_LOOKED_AT_MAX = 500;

  private final EventStore store;

  public LastGood(EventStore store) {
    this.store = store;
  }

  /** Its inputs, with {@code run}; empty when nothing good is known. */
  public Optional<Map<String, Object>> of(RunHead head) {
    return store
        .newest(head.subject(), Outcome.SUCCEEDED.name(), RUNS_LOOKED_AT_MAX)
        .flatMap(row -> inputs(store.read(row.run())));
  }

  private static Optional<Map<String, Object>> inputs(List<EventStore.Stored> events) {
    if (events.isEmpty()
        || !(events.getFirst().entry().event() instanceof RunEvent.Started started)) {
      return Optional.empty();
    }
    Map<String, Object> values = new LinkedHashMap<>(started.head().inputs());
    values.put("run", started.head().run());
    return Optional.of(values);
  }
}
