package dev.holddown.store;

import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.IndexRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The index of runs: one row each, written with the events. */
final class RunTable {
  private static final String COLUMNS =
      "run, playbook, title, lock, state, outcome, started_at, changed_at, next_due, version";

  private final Statements statements;

  RunTable(Statements statements) {
    this.statements = statements;
  }

  void put(Collection<IndexRow> rows) throws SQLException {
    statements.updateAll(
        "INSERT INTO runs ("
            + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run) DO UPDATE SET"
            + " playbook = excluded.playbook, title = excluded.title, lock = excluded.lock,"
            + " state = excluded.state, outcome = excluded.outcome,"
            + " started_at = excluded.started_at, changed_at = excluded.changed_at,"
            + " next_due = excluded.next_due, version = excluded.version",
        rows.stream().map(RunTable::values).toList());
  }

  private static Object[] values(IndexRow row) {
    return new Object[] {
      row.run(),
      row.playbook(),
      row.title(),
      row.lock(),
      row.state(),
      row.outcome(),
      row.startedAt(),
      row.changedAt(),
      row.nextDue(),
      row.version()
    };
  }

  List<IndexRow> newest(int max) throws SQLException {
    return statements.list(
        "SELECT " + COLUMNS + " FROM runs ORDER BY started_at DESC, rowid DESC LIMIT ?",
        RunTable::row,
        Math.max(max, 0));
  }

  /** Looked for in the database: it is asked at the start of each run. */
  Optional<IndexRow> newest(String lock, String outcome, int max) throws SQLException {
    return statements.first(
        "SELECT "
            + COLUMNS
            + " FROM (SELECT "
            + COLUMNS
            + ", rowid AS place FROM runs ORDER BY started_at DESC, rowid DESC LIMIT ?) AS latest"
            + " WHERE lock = ? AND outcome = ? ORDER BY started_at DESC, place DESC LIMIT 1",
        RunTable::row,
        Math.max(max, 0),
        lock,
        outcome);
  }

  List<IndexRow> alive() throws SQLException {
    return statements.list(
        "SELECT " + COLUMNS + " FROM runs WHERE state <> 'CLOSED' ORDER BY started_at, rowid",
        RunTable::row);
  }

  Optional<IndexRow> find(String run) throws SQLException {
    return statements.first("SELECT " + COLUMNS + " FROM runs WHERE run = ?", RunTable::row, run);
  }

  List<IndexRow> queued(String lock) throws SQLException {
    return statements.list(
        "SELECT "
            + COLUMNS
            + " FROM runs WHERE state <> 'CLOSED' AND state = 'QUEUED' AND lock = ?"
            + " ORDER BY started_at, rowid",
        RunTable::row,
        lock);
  }

  List<IndexRow> due(EventStore.Moment after, Instant until, int max) throws SQLException {
    return statements.list(
        "SELECT "
            + COLUMNS
            + " FROM runs WHERE state <> 'CLOSED' AND next_due <= ? AND (next_due, run) > (?, ?)"
            + " ORDER BY next_due, run LIMIT ?",
        RunTable::row,
        until,
        after.at(),
        after.run(),
        Math.max(max, 0));
  }

  /** The version that the index tells for each run. */
  Map<String, Long> versions() throws SQLException {
    Map<String, Long> versions = new HashMap<>();
    statements.list(
        "SELECT run, version FROM runs", row -> versions.put(row.getString(1), row.getLong(2)));
    return versions;
  }

  private static IndexRow row(ResultSet row) throws SQLException {
    return new IndexRow(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        SortableTime.instant(row.getString(7)),
        SortableTime.instant(row.getString(8)),
        Optional.ofNullable(row.getString(9)).map(SortableTime::instant),
        row.getLong(10));
  }
}
