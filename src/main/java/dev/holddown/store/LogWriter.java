package dev.holddown.store;

import dev.holddown.engine.port.EventStore.Append;
import dev.holddown.engine.port.EventStore.LockChange;
import dev.holddown.engine.port.EventStore.LockRow;
import dev.holddown.engine.port.EventStore.OutboxRow;
import dev.holddown.engine.port.EventStore.Result;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one transaction writes. Conditions are checked before the first change of an append. */
final class LogWriter {
  private final Statements statements;
  private final EventTable events;
  private final RunTable runs;
  private final LockTable locks;
  private final OutboxTable outbox;

  LogWriter(Statements statements) {
    this.statements = statements;
    this.events = new EventTable(statements);
    this.runs = new RunTable(statements);
    this.locks = new LockTable(statements);
    this.outbox = new OutboxTable(statements);
  }

  /** Writes each append or nothing of it, in the caller's transaction; {@code coded} beside it. */
  List<Result> append(List<Append> appends, List<List<EventCodec.Coded>> coded)
      throws SQLException {
    List<Result> results = new ArrayList<>();
    events.begin();
    for (int i = 0; i < appends.size(); i++) {
      results.add(append(appends.get(i), coded.get(i)));
    }
    events.end();
    return results;
  }

  /** Sees what the transaction wrote before. */
  private Result append(Append append, List<EventCodec.Coded> coded) throws SQLException {
    EventTable.Tail tail = events.tail(append.run());
    Optional<String> refusal = AppendRules.refusal(append, tail.version());
    if (refusal.isPresent()) {
      return new Result(false, refusal.get());
    }
    if (append.claim().isPresent()) {
      return new Result(
          false,
          "this store belongs to one node and knows no claims, such as that on partition "
              + append.claim().get().partition());
    }
    if (append.lock().isPresent()) {
      LockChange change = append.lock().get();
      LockRow now = locks.find(change.lock()).orElse(LockRules.untouched(change.lock()));
      Optional<String> held = LockRules.refusal(now, change);
      if (held.isPresent()) {
        return new Result(false, held.get());
      }
      locks.put(LockRules.after(now, change));
    }
    events.append(append, tail, coded);
    runs.put(append.index(), tail.version() + coded.size());
    for (OutboxRow row : append.outbox()) {
      outbox.add(row);
    }
    return Result.ok();
  }

  long nextEpoch() throws SQLException {
    long epoch = meta("epoch").map(Long::parseLong).orElse(0L) + 1;
    putMeta("epoch", Long.toString(epoch));
    return epoch;
  }

  /** Notes which program writes this file, for an older one that meets it. */
  void noteWriter(String product) throws SQLException {
    if (!meta("writer").equals(Optional.of(product))) {
      putMeta("writer", product);
    }
  }

  private Optional<String> meta(String name) throws SQLException {
    return statements.first("SELECT value FROM meta WHERE name = ?", row -> row.getString(1), name);
  }

  private void putMeta(String name, String value) throws SQLException {
    statements.update("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", name, value);
  }
}
