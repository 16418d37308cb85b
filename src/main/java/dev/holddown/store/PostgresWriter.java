package dev.holddown.store;

import dev.holddown.engine.port.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes, made anew when it is lost. Each transaction raises a number in a
 * row of this writer's own. When the connection is lost during COMMIT, the server may have kept the
 * transaction or not, and may still be about to; then a new connection ends the old one, takes the
 * row's lock, which the old transaction holds until it has ended, and reads the number: the answer
 * to the caller is true either way, and nothing is written twice. Not safe for several threads.
 */
final class PostgresWriter implements AutoCloseable {
  private final PostgresServer server;
  private final PostgresOutage outage;
  private final int samplesMax;
  private final String product;

  private @Nullable Session session;
  private long writer;
  private long transactions;

  /** A connection and what is prepared on it. */
  private record Session(Statements statements, Writing tables) {
    Connection connection() {
      return statements.connection();
    }
  }

  PostgresWriter(PostgresServer server, PostgresOutage outage, int samplesMax, String product) {
    this.server = server;
    this.outage = outage;
    this.samplesMax = samplesMax;
    this.product = product;
  }

  /**
   * Runs the work in a transaction, and again when that was undone for a passing reason.
   *
   * @throws SQLException when nothing of it was kept
   * @throws StoreException when nobody can tell
   */
  <T> T write(SqlEventStore.Work<T> work) throws SQLException {
    try (PostgresOutage.Call call = outage.begin()) {
      while (true) {
        try {
          return once(work);
        } catch (SQLException e) {
          forget(e);
          call.failed(e);
        }
      }
    }
  }

  private <T> T once(SqlEventStore.Work<T> work) throws SQLException {
    Session now = session();
    mark(now);
    T result = work.run(now.tables());
    try {
      now.connection().commit();
    } catch (SQLException e) {
      drop();
      if (!kept(e)) {
        throw e;
      }
    }
    return result;
  }

  /** Makes sure of a connection and of a row of our own. */
  Session session() throws SQLException {
    Session now = session;
    if (now != null) {
      return now;
    }
    Connection connection = server.connect("holddown writer");
    try {
      connection.setAutoCommit(false);
      Statements statements = new Statements(connection, Dialect.POSTGRES);
      now = new Session(statements, Writing.of(statements, samplesMax));
      if (writer == 0) {
        join(now);
      } else {
        endOthers(now);
      }
      PostgresServer.execute(
          connection, "SET SESSION application_name = 'holddown writer %d'".formatted(writer));
      connection.commit();
    } catch (SQLException e) {
      PostgresServer.abort(connection);
      throw e;
    }
    session = now;
    return now;
  }

  private void join(Session now) throws SQLException {
    now.statements().update("DELETE FROM writers WHERE wrote_at < now() - interval '30 days'");
    long joined =
        now.statements()
            .first(
                "INSERT INTO writers (transactions) VALUES (0) RETURNING writer",
                row -> row.getLong(1))
            .orElseThrow(() -> new SQLException("the server gave the writer no number"));
    now.tables().log().noteWriter(product);
    now.connection().commit();
    writer = joined;
    transactions = 0;
  }

  /** Connections of this writer that the server believes to be alive; they would hold locks. */
  private void endOthers(Session now) throws SQLException {
    now.statements()
        .list(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ?"
                + " AND datname = current_database() AND usename = current_user"
                + " AND pid <> pg_backend_pid()",
            row -> row.getBoolean(1),
            "holddown writer " + writer);
  }

  private void mark(Session now) throws SQLException {
    long next = transactions + 1;
    int met =
        now.statements()
            .update(
                "UPDATE writers SET transactions = ?, wrote_at = now() WHERE writer = ?",
                next,
                writer);
    if (met == 0) { // silent for a month, and tidied away; there is nothing to look up yet
      join(now);
      mark(now);
      return;
    }
    transactions = next;
  }

  /** Whether the transaction was kept whose COMMIT failed so. */
  private boolean kept(SQLException uncertain) {
    try (PostgresOutage.Call call = outage.begin()) {
      while (true) {
        try {
          return noted(uncertain) == transactions;
        } catch (SQLException e) {
          forget(e);
          call.failed(e);
        }
      }
    } catch (SQLException last) {
      uncertain.addSuppressed(last);
      throw new StoreException(
          ("the connection to %s was lost during a commit (%s) and could not be made anew"
                  + " (%s); whether the last write was kept is not known until Holddown is"
                  + " restarted, then its log tells; nothing more is written")
              .formatted(
                  server.url(), PostgresProblem.cause(uncertain), PostgresProblem.cause(last)),
          uncertain);
    }
  }

  /** The number in our row, once no other transaction of ours can change it. */
  private long noted(SQLException uncertain) throws SQLException {
    Session now = session();
    Optional<Long> noted =
        now.statements()
            .first(
                "SELECT transactions FROM writers WHERE writer = ? FOR UPDATE",
                row -> row.getLong(1),
                writer);
    now.connection().rollback();
    return noted.orElseThrow(() ->
        new StoreException(
            ("the connection to %s was lost during a commit (%s), and the server that answers now"
                    + " has not the same data; whether the last write was kept is not known;"
                    + " nothing more is written; see whether the right server answers, then"
                    + " restart Holddown")
                .formatted(server.url(), PostgresProblem.cause(uncertain)),
            uncertain));
  }

  /** Undoes what the failed try did; drops the connection when that is the trouble. */
  private void forget(SQLException e) {
    Session now = session;
    if (now == null) {
      return;
    }
    if (PostgresProblem.of(e) == PostgresProblem.LOST) {
      drop();
      return;
    }
    rollback();
  }

  /** Undoes the transaction that is open. */
  void rollback() {
    Session now = session;
    if (now != null) {
      try {
        now.connection().rollback();
      } catch (SQLException e) {
        drop();
      }
    }
  }

  private void drop() {
    Session now = session;
    session = null;
    if (now != null) {
      PostgresServer.abort(now.connection());
    }
  }

  @Override
  public void close() throws SQLException {
    Session now = session;
    session = null;
    if (now != null) {
      try (Connection connection = now.connection()) {
        connection.rollback();
        now.statements().update("DELETE FROM writers WHERE writer = ?", writer);
        connection.commit();
      }
    }
  }
}
