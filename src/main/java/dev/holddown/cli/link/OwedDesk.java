package dev.holddown.cli.link;

import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import dev.holddown.view.OwedList;
import dev.holddown.view.RunView;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the runs owe.
 *
 * @param here a run that is in memory
 * @param stored a run from the log, for one that is not
 */
record OwedDesk(
    EventStore store,
    Function<String, Optional<RunState>> here,
    Function<EventStore.IndexRow, Optional<RunState>> stored,
    Function<RunState, RunView> view,
    InstantSource clock) {
  /** Runs that are read from the log for one list. */
  private static final int FOLDED_MAX = 500;

  /** Overdue first; of runs that nobody has in memory the newest are read. */
  OwedList list() {
    List<EventStore.IndexRow> rows = store.alive().reversed();
    List<RunView> owing =
        rows.stream()
            .limit(FOLDED_MAX)
            .flatMap(row -> here.apply(row.run()).or(() -> read(row)).stream())
            .filter(state -> !state.plan().owed().isEmpty())
            .map(view)
            .toList();
    return OwedList.of(owing, clock.instant());
  }

  /** What cannot be read is told by the list of runs, and hides nothing of others. */
  private Optional<RunState> read(EventStore.IndexRow row) {
    try {
      return stored.apply(row);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }
}
