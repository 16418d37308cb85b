package dev.holddown.engine;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.LockChange;
import dev.holddown.engine.port.EventStore.LockRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The lock rows that were read, kept in step with what is about to be written to them. */
final class LockRows {
  private static final int ROWS_MAX = 1_000;

  private final EventStore store;
  private final Map<String, LockRow> rows = new HashMap<>();
  private long processEpoch;

  LockRows(EventStore store) {
    this.store = store;
  }

  /** A process begins: its epochs are above those of all before it. */
  void newEpoch() {
    processEpoch = store.nextEpoch();
  }

  /** Everything is read anew. */
  void forget() {
    rows.clear();
  }

  boolean isFull() {
    return rows.size() > ROWS_MAX;
  }

  LockRow row(String lock) {
    return rows.computeIfAbsent(
        lock, l -> store.lock(l).orElse(new LockRow(l, Optional.empty(), 0, 0)));
  }

  /** The epoch of whoever takes this lock next. */
  long epochAfter(LockRow row) {
    return Math.max(row.epoch() + 1, processEpoch);
  }

  /** A transaction is going to do this. */
  void apply(LockChange change) {
    LockRow row = row(change.lock());
    LockRow next =
        switch (change) {
          case LockChange.Take take ->
              new LockRow(row.lock(), Optional.of(take.run()), take.epoch(), row.sequence());
          case LockChange.Raise raise ->
              new LockRow(row.lock(), row.run(), row.epoch(), raise.to());
          case LockChange.Free free ->
              new LockRow(row.lock(), Optional.empty(), row.epoch(), row.sequence());
        };
    rows.put(change.lock(), next);
  }
}
