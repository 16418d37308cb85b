package dev.holddown.bench;

import dev.holddown.store.SqliteEventStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The least that can be done for durable commands: JDBC writes the rows that the store writes for
 * them (an event and the run's index row for each, and the head once), in transactions of the same
 * size, into tables of the same schema, with the same write-ahead log and fsync. It reads nothing,
 * checks nothing and computes no hash.
 */
final class BareJdbc implements AutoCloseable {
  private static final String EVENT =
      "INSERT INTO events (position, run, version, type, codec, at, actor_kind, actor, payload,"
          + " hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String RUN =
      "INSERT INTO runs (run, playbook, title, lock, state, outcome, started_at, changed_at,"
          + " next_due, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run) DO UPDATE"
          + " SET state = excluded.state, outcome = excluded.outcome, changed_at ="
          + " excluded.changed_at, next_due = excluded.next_due, version = excluded.version";

  private static final String LAST_EVENTS =
      "SELECT e.* FROM events e JOIN runs r ON r.run = e.run AND r.version = e.version"
          + " ORDER BY e.run LIMIT ";

  private final Connection connection;
  private final List<Object[]> events;
  private final List<Object[]> runs;
  private long position;
  private long version;

  private BareJdbc(Connection connection, List<Object[]> events, List<Object[]> runs) {
    this.connection = connection;
    this.events = events;
    this.runs = runs;
  }

  /** {@code like} is a database with at least one event of each of so many runs. */
  static BareJdbc open(Path file, Path like, int group) throws SQLException {
    SqliteEventStore.open(file, "bench").close();
    List<Object[]> events;
    List<Object[]> runs;
    try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + like)) {
      events = rows(from, LAST_EVENTS + group);
      runs = rows(from, "SELECT * FROM runs ORDER BY run LIMIT " + group);
    }
    if (events.size() != group || runs.size() != group) {
      throw new IllegalStateException(like + " has fewer than " + group + " rows to write");
    }
    Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
    }
    connection.setAutoCommit(false);
    return new BareJdbc(connection, events, runs);
  }

  private static List<Object[]> rows(Connection from, String query) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    try (Statement statement = from.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        Object[] row = new Object[10];
        for (int i = 0; i < row.length; i++) {
          row[i] = found.getObject(i + 1);
        }
        rows.add(row);
      }
    }
    return rows;
  }

  /** One transaction: the next event of each run. */
  void group() throws SQLException {
    version++;
    try (PreparedStatement event = connection.prepareStatement(EVENT);
        PreparedStatement run = connection.prepareStatement(RUN);
        PreparedStatement head =
            connection.prepareStatement("UPDATE head SET position = ? WHERE one = 1")) {
      for (int i = 0; i < events.size(); i++) {
        Object[] row = events.get(i).clone();
        row[0] = ++position;
        row[2] = version;
        add(event, row);
        Object[] of = runs.get(i).clone();
        of[9] = version;
        add(run, of);
      }
      event.executeBatch();
      run.executeBatch();
      head.setLong(1, position);
      head.executeUpdate();
    }
    connection.commit();
  }

  private static void add(PreparedStatement statement, Object[] row) throws SQLException {
    for (int i = 0; i < row.length; i++) {
      statement.setObject(i + 1, row[i]);
    }
    statement.addBatch();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
