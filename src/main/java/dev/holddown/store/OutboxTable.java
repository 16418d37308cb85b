package dev.holddown.store;

import dev.holddown.engine.port.EventStore.OutboxRow;
import dev.holddown.engine.port.OutboxDue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Messages that are owed. Delivered rows stay, with when. */
final class OutboxTable {
  private static final String SELECT =
      "SELECT id, run, notice, channel, text, attempts FROM outbox";

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
        SELECT + " WHERE delivered_at IS NULL ORDER BY id LIMIT ?",
        OutboxTable::row,
        Math.max(max, 0));
  }

  /** The oldest of each channel that are due, one of each before the second of another. */
  List<OutboxRow> due(OutboxDue due) throws SQLException {
    List<Object> values = new ArrayList<>(List.of(due.now()));
    values.addAll(due.triedUntil());
    values.addAll(List.of(Math.max(due.ofOneMax(), 0), Math.max(due.rowsMax(), 0)));
    String until = "?";
    for (int tries = due.triedUntil().size() - 1; tries > 0; tries--) {
      until = "CASE WHEN attempts <= " + tries + " THEN ? ELSE " + until + " END";
    }
    return statements.list(
        SELECT
            + " WHERE id IN (SELECT id FROM (SELECT id,"
            + " ROW_NUMBER() OVER (PARTITION BY channel ORDER BY id) AS place"
            + " FROM outbox WHERE delivered_at IS NULL"
            + " AND (tried_at IS NULL OR tried_at > ? OR tried_at <= "
            + until
            + ")) AS due WHERE place <= ? ORDER BY place, id LIMIT ?) ORDER BY id",
        OutboxTable::row,
        values.toArray());
  }

  private static OutboxRow row(ResultSet row) throws SQLException {
    return new OutboxRow(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getInt(6));
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
