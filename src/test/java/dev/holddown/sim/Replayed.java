package dev.holddown.sim;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import dev.holddown.store.MemoryEventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log of a run passes through codec and hash chain, and is folded from zero. */
final class Replayed {
  private Replayed() {}

  /** Throws unless what comes back tells the same state. */
  static void check(List<Entry> log, Plan plan, RunState state, Instant at) {
    try (MemoryEventStore store = new MemoryEventStore()) {
      String run = state.head().run();
      store.commit(
          List.of(new EventStore.Append(run, 0, log, row(state), Optional.empty(), List.of())));
      List<Entry> back = new ArrayList<>();
      store.read(run).forEach(stored -> back.add(stored.entry()));
      if (!back.equals(log)) {
        throw new Alarm("I07", run + " does not come back from the codec as it was");
      }
      if (store.verify().firstBad().isPresent()) {
        throw new Alarm("I36", "the chain is broken: " + store.verify());
      }
      if (!Snapshot.of(Run.fold(back, plan), at, true).equals(Snapshot.of(state, at, true))) {
        throw new Alarm("I07", run + " folds to another state after the codec");
      }
    }
  }

  private static EventStore.IndexRow row(RunState s) {
    return new EventStore.IndexRow(
        s.head().run(),
        s.head().playbook(),
        s.head().title(),
        s.head().lock(),
        s.phase().name(),
        "",
        s.startedAt(),
        s.lastAt(),
        Optional.empty(),
        s.version());
  }
}
