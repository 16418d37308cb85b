package dev.holddown.engine;

import dev.holddown.domain.playbook.Obligation;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore.LockChange;
import java.util.List;
import java.util.Optional;

/** What events do to the lock of their run. */
final class LockChanges {
  private LockChanges() {}

  /** One change for the whole transaction: what is taken and let go in it, was never held. */
  static Optional<LockChange> of(RunState before, List<Entry> entries) {
    String lock = before.head().lock();
    String run = before.head().run();
    boolean frees = frees(entries, before.lockHeld() || takes(entries));
    for (Entry entry : entries) {
      switch (entry.event()) {
        case RunEvent.LockTaken e -> {
          LockChange take = new LockChange.Take(lock, run, Optional.empty(), e.epoch());
          return frees ? Optional.empty() : Optional.of(take);
        }
        case RunEvent.Owned e when !frees -> {
          return Optional.of(new LockChange.Take(lock, run, Optional.of(run), e.epoch()));
        }
        case RunEvent.EpochRaised e when !frees && before.lockHeld() -> {
          return Optional.of(new LockChange.Take(lock, run, Optional.of(run), e.epoch()));
        }
        case RunEvent.Intended e when !frees && !e.key().startsWith(Obligation.PREFIX) -> {
          long to = e.act().token().sequence();
          return Optional.of(new LockChange.Raise(lock, run, e.act().token().epoch(), to - 1, to));
        }
        default -> {}
      }
    }
    return frees && before.lockHeld()
        ? Optional.of(new LockChange.Free(lock, run))
        : Optional.empty();
  }

  private static boolean takes(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry.event() instanceof RunEvent.LockTaken) {
        return true;
      }
    }
    return false;
  }

  private static boolean frees(List<Entry> entries, boolean held) {
    for (Entry entry : entries) {
      if (frees(entry.event(), held)) {
        return true;
      }
    }
    return false;
  }

  private static boolean frees(RunEvent event, boolean held) {
    return event instanceof RunEvent.LockLost
        || event instanceof RunEvent.WatchingBegan
        || event instanceof RunEvent.Closed && held;
  }
}
