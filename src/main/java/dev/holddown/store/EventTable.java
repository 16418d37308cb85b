package dev.holddown.store;

import dev.holddown.engine.port.EventStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The log itself: only ever added to. */
final class EventTable {
  private static final String COLUMNS =
      "position, run, version, at, actor_kind, actor, type, codec, payload, hash";
  static final String BY_POSITION = "SELECT " + COLUMNS + " FROM events ORDER BY position";

  /** The last event of a run. */
  @SuppressWarnings("ArrayRecordComponent") // passed to the hash, never compared
  record Tail(long version, byte[] hash) {}

  private final Statements statements;

  EventTable(Statements statements) {
    this.statements = statements;
  }

  /** The last event of each of the runs that has one. */
  Map<String, Tail> tails(Collection<String> runs) throws SQLException {
    Map<String, Tail> tails = new HashMap<>();
    statements.list(
        "SELECT e.run, e.version, e.hash FROM "
            + statements.dialect().names()
            + " AS n JOIN events AS e ON e.run = n.name AND e.version ="
            + " (SELECT max(l.version) FROM events AS l WHERE l.run = n.name)",
        row -> tails.put(row.getString(1), new Tail(row.getLong(2), row.getBytes(3))),
        List.copyOf(runs));
    return tails;
  }

  void add(List<StoredRow> rows) throws SQLException {
    statements.updateAll(
        "INSERT INTO events (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows.stream().map(EventTable::values).toList());
  }

  private static Object[] values(StoredRow row) {
    return new Object[] {
      row.slot().position(),
      row.slot().run(),
      row.slot().version(),
      row.stamp().at(),
      row.stamp().kind(),
      row.stamp().actor(),
      row.coded().type(),
      row.coded().codec(),
      row.coded().payload(),
      row.hash()
    };
  }

  List<StoredRow> readAfter(String run, long version) throws SQLException {
    return statements.list(
        "SELECT " + COLUMNS + " FROM events WHERE run = ? AND version > ? ORDER BY version",
        EventTable::row,
        run,
        version);
  }

  /** Events of these types among so many positions before one, newest first. */
  List<StoredRow> lookBack(Set<String> types, long before, int positionsMax) throws SQLException {
    List<Object> values = new ArrayList<>(types);
    values.add(before);
    values.add(before - positionsMax);
    return statements.list(
        "SELECT "
            + COLUMNS
            + " FROM events WHERE type IN ("
            + String.join(", ", Collections.nCopies(types.size(), "?"))
            + ") AND position < ? AND position >= ? ORDER BY position DESC",
        EventTable::row,
        values.toArray());
  }

  List<EventStore.Change> changedSince(long after, int max) throws SQLException {
    return statements.list(
        "SELECT run, max(version), max(position) AS newest FROM events WHERE position > ?"
            + " GROUP BY run ORDER BY newest LIMIT ?",
        row -> new EventStore.Change(row.getString(1), row.getLong(2), row.getLong(3)),
        after,
        Math.max(max, 0));
  }

  /** Where the log ends. */
  long head() throws SQLException {
    return head("");
  }

  /** Where the log ends; nobody else moves it before this transaction ends. */
  long lockHead() throws SQLException {
    return head(statements.dialect().forUpdate());
  }

  private long head(String locking) throws SQLException {
    return statements
        .first("SELECT position FROM head WHERE one = 1" + locking, row -> row.getLong(1))
        .orElseThrow(() -> new SQLException("the head row of the log is missing"));
  }

  void moveHead(long position) throws SQLException {
    statements.update("UPDATE head SET position = ? WHERE one = 1", position);
  }

  static StoredRow row(ResultSet row) throws SQLException {
    return new StoredRow(
        new StoredRow.Slot(row.getLong(1), row.getString(2), row.getLong(3)),
        new StoredRow.Stamp(row.getString(4), row.getString(5), row.getString(6)),
        new EventCodec.Coded(row.getString(7), row.getInt(8), row.getBytes(9)),
        row.getBytes(10));
  }
}
