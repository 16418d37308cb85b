package dev.holddown.engine;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.LockChange;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The rows of locks as they will be after what is being decided. */
final class LockRows {
  private final EventStore store;
  private final Map<String, EventStore.LockRow> locks = new HashMap<>();

  LockRows(EventStore store) {
    this.store = store;
  }

  EventStore.LockRow row(String lock) {
    return locks.computeIfAbsent(
        lock, l -> store.lock(l).orElse(new EventStore.LockRow(l, Optional.empty(), 0, 0)));
  }

  int size() {
    return locks.size();
  }

  /** They are read anew. */
  void clear() {
    locks.clear();
  }

  /** Keeps the known rows in step with what this transaction will do to them. */
  void apply(LockChange change) {
    EventStore.LockRow row = row(change.lock());
    EventStore.LockRow next =
        switch (change) {
          case LockChange.Take take ->
              new EventStore.LockRow(
                  row.lock(), Optional.of(take.run()), take.epoch(), row.sequence());
          case LockChange.Raise raise ->
              new EventStore.LockRow(row.lock(), row.run(), row.epoch(), raise.to());
          case LockChange.Free free ->
              new EventStore.LockRow(row.lock(), Optional.empty(), row.epoch(), row.sequence());
        };
    locks.put(change.lock(), next);
  }
}
