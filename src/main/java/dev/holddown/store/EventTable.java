package dev.holddown.store;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.Append;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The log itself: only ever added to. */
final class EventTable {
  private static final String COLUMNS =
      "position, run, version, at, actor_kind, actor, type, codec, payload, hash";
  static final String BY_POSITION = "SELECT " + COLUMNS + " FROM events ORDER BY position";

  /** The last event of a run. */
  @SuppressWarnings("ArrayRecordComponent") // passed to the hash, never compared
  record Tail(long version, byte[] hash) {}

  private final Statements statements;
  private final Chain chain = new Chain();

  /** Within a transaction: where the log ended before it, and where it ends now. */
  private long head;

  private long position;

  EventTable(Statements statements) {
    this.statements = statements;
  }

  Tail tail(String run) throws SQLException {
    return statements
        .first(
            "SELECT version, hash FROM events WHERE run = ? ORDER BY version DESC LIMIT 1",
            row -> new Tail(row.getLong(1), row.getBytes(2)),
            run)
        .orElseGet(() -> new Tail(0, Chain.start()));
  }

  /** Begins a transaction: reads where the log ends. */
  void begin() throws SQLException {
    head = head();
    position = head;
  }

  /** Adds the entries after the tail. */
  void append(Append append, Tail tail, List<EventCodec.Coded> coded) throws SQLException {
    long version = tail.version();
    byte[] hash = tail.hash();
    for (int i = 0; i < coded.size(); i++) {
      StoredRow.Slot slot = new StoredRow.Slot(++position, append.run(), ++version);
      StoredRow.Stamp stamp = StoredRow.Stamp.of(append.entries().get(i));
      hash = chain.next(hash, slot, stamp, coded.get(i));
      insert(new StoredRow(slot, stamp, coded.get(i), hash));
    }
  }

  /** Ends a transaction: moves the head to where the log ends now. */
  void end() throws SQLException {
    if (position != head) {
      statements.update("UPDATE head SET position = ? WHERE one = 1", position);
    }
  }

  private void insert(StoredRow row) throws SQLException {
    statements.update(
        "INSERT INTO events (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row.slot().position(),
        row.slot().run(),
        row.slot().version(),
        row.stamp().at(),
        row.stamp().kind(),
        row.stamp().actor(),
        row.coded().type(),
        row.coded().codec(),
        row.coded().payload(),
        row.hash());
  }

  List<StoredRow> read(String run) throws SQLException {
    return statements.list(
        "SELECT " + COLUMNS + " FROM events WHERE run = ? ORDER BY version", EventTable::row, run);
  }

  List<EventStore.Change> changedSince(long after, int max) throws SQLException {
    return statements.list(
        "SELECT run, max(version), max(position) AS newest FROM events WHERE position > ?"
            + " GROUP BY run ORDER BY newest LIMIT ?",
        row -> new EventStore.Change(row.getString(1), row.getLong(2), row.getLong(3)),
        after,
        Math.max(max, 0));
  }

  long head() throws SQLException {
    return statements
        .first("SELECT position FROM head WHERE one = 1", row -> row.getLong(1))
        .orElseThrow(() -> new SQLException("the head row of the log is missing"));
  }

  static StoredRow row(ResultSet row) throws SQLException {
    return new StoredRow(
        new StoredRow.Slot(row.getLong(1), row.getString(2), row.getLong(3)),
        new StoredRow.Stamp(row.getString(4), row.getString(5), row.getString(6)),
        new EventCodec.Coded(row.getString(7), row.getInt(8), row.getBytes(9)),
        row.getBytes(10));
  }
}
