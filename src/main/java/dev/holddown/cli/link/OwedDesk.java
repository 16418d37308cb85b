package dev.holddown.cli.link;

import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import dev.holddown.view.OwedList;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the runs owe. */
final class OwedDesk {
  /** Runs that are looked at for one list. */
  private static final int RUNS_MAX = 500;

  private OwedDesk() {}

  static OwedList list(EventStore store, Desk desk, Instant now) {
    List<EventStore.IndexRow> rows = inOrder(store.alive());
    return OwedList.of(
        rows.stream()
            .limit(RUNS_MAX)
            .flatMap(row -> read(desk, row).stream())
            .filter(state -> !state.plan().owed().isEmpty())
            .map(desk::view)
            .toList(),
        now,
        Math.max(0, rows.size() - RUNS_MAX));
  }

  /** Those that closed and owe something, and then the open ones, which may; oldest first. */
  static List<EventStore.IndexRow> inOrder(List<EventStore.IndexRow> alive) {
    return Stream.concat(
            alive.stream().filter(EventStore.IndexRow::owing),
            alive.stream().filter(row -> !row.owing()))
        .toList();
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
