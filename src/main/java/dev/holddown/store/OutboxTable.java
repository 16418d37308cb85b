package dev.holddown.store;

import dev.holddown.engine.port.EventStore.OutboxRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Messages that are owed. Delivered rows stay, with when. */
final class OutboxTable {
  private final Statements statements;

  OutboxTable(Statements statements) {
    this.statements = statements;
  }

  void add(List<OutboxRow> rows) throws SQLException {
    statements.updateAll(
        "INSERT INTO outbox (run, notice, channel, text, attempts) VALUES (?, ?, ?, ?, ?)",
        rows.stream()
            .map(row ->
                new Object[] {row.run(), row.notice(), row.channel(), row.text(), row.attempts()})
            .toList());
  }

  List<OutboxRow> waiting(int max) throws SQLException {
    return statements.list(
        "SELECT id, run, notice, channel, text, attempts FROM outbox WHERE delivered_at IS NULL"
            + " ORDER BY id LIMIT ?",
        row ->
            new OutboxRow(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getInt(6)),
        Math.max(max, 0));
  }

  /** A row that was delivered stays delivered, whatever a late answer says. */
  void tried(long id, Instant at, String error) throws SQLException {
    if (error.isEmpty()) {
      statements.update(
          "UPDATE outbox SET delivered_at = ?, tried_at = ?, attempts = attempts + 1, error = ''"
              + " WHERE id = ? AND delivered_at IS NULL",
          at,
          at,
          id);
    } else {
      statements.update(
          "UPDATE outbox SET tried_at = ?, attempts = attempts + 1, error = ?"
              + " WHERE id = ? AND delivered_at IS NULL",
          at,
          error,
          id);
    }
  }
}
