package dev.holddown.store;

import dev.holddown.engine.port.EventStore.LockRow;
import java.sql.SQLException;
import java.util.Optional;

/** Locks with their fencing tokens. A row is never deleted, so that tokens never fall. */
final class LockTable {
  private final Statements statements;

  LockTable(Statements statements) {
    this.statements = statements;
  }

  Optional<LockRow> find(String lock) throws SQLException {
    return statements.first(
        "SELECT run, epoch, sequence FROM locks WHERE lock = ?",
        row ->
            new LockRow(
                lock, Optional.ofNullable(row.getString(1)), row.getLong(2), row.getLong(3)),
        lock);
  }

  void put(LockRow row) throws SQLException {
    statements.update(
        "INSERT INTO locks (lock, run, epoch, sequence) VALUES (?, ?, ?, ?) ON CONFLICT (lock)"
            + " DO UPDATE SET run = excluded.run, epoch = excluded.epoch,"
            + " sequence = excluded.sequence",
        row.lock(),
        row.run(),
        row.epoch(),
        row.sequence());
  }
}
