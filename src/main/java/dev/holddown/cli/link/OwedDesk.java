package dev.holddown.cli.link;

import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import dev.holddown.view.OwedList;
import java.time.Instant;
import java.util.Optional;

/** What the runs owe. */
final class OwedDesk {
  /** Runs that are looked at for one list, the newest of them. */
  private static final int RUNS_MAX = 500;

  private OwedDesk() {}

  static OwedList list(EventStore store, Desk desk, Instant now) {
    return OwedList.of(
        store.alive().reversed().stream()
            .limit(RUNS_MAX)
            .flatMap(row -> read(desk, row).stream())
            .filter(state -> !state.plan().owed().isEmpty())
            .map(desk::view)
            .toList(),
        now);
  }

  /** What cannot be read is told by the list of runs, and hides nothing of others. */
  private static Optional<RunState> read(Desk desk, EventStore.IndexRow row) {
    try {
      return desk.at(row);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
