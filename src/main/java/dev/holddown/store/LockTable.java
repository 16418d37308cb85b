package dev.holddown.store;

import dev.holddown.engine.port.EventStore.LockRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Locks with their fencing tokens. A row is never deleted, so that tokens never fall. */
final class LockTable {
  private final Statements statements;

  LockTable(Statements statements) {
    this.statements = statements;
  }

  Optional<LockRow> find(String lock) throws SQLException {
    return statements.first(
        "SELECT run, epoch, sequence FROM locks WHERE lock = ?", row -> row(lock, row), lock);
  }

  /** Those of the locks that somebody ever took. */
  Map<String, LockRow> find(Collection<String> locks) throws SQLException {
    Map<String, LockRow> found = new HashMap<>();
    if (!locks.isEmpty()) {
      statements.list(
          "SELECT run, epoch, sequence, lock FROM "
              + statements.dialect().names()
              + " AS n JOIN locks AS l ON l.lock = n.name",
          row -> found.put(row.getString(4), row(row.getString(4), row)),
          List.copyOf(locks));
    }
    return found;
  }

  private static LockRow row(String lock, ResultSet row) throws SQLException {
    return new LockRow(lock, Optional.ofNullable(row.getString(1)), row.getLong(2), row.getLong(3));
  }

  void put(Collection<LockRow> rows) throws SQLException {
    statements.updateAll(
        "INSERT INTO locks (lock, run, epoch, sequence) VALUES (?, ?, ?, ?) ON CONFLICT (lock)"
            + " DO UPDATE SET run = excluded.run, epoch = excluded.epoch,"
            + " sequence = excluded.sequence",
        rows.stream()
            .map(row -> new Object[] {row.lock(), row.run(), row.epoch(), row.sequence()})
            .toList());
  }
}
