package dev.holddown.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.ds.PGSimpleDataSource;

/** Makes connections to one database, each with limits that the server keeps too. */
final class PostgresServer {
  /**
   * A process that stops in the middle of a transaction keeps its locks no longer than this; it is
   * never idle there for a reason.
   */
  private static final int IDLE_MILLIS_MAX = 3_000;

  // Kept here so that the levels are not lost to garbage collection. What goes wrong is told in
  // sentences of our own.
  private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");
  private static final Logger POOL_LOG = Logger.getLogger("com.zaxxer.hikari");

  private final PostgresUrl url;
  private final PostgresLimits limits;

  PostgresServer(PostgresUrl url, PostgresLimits limits) {
    this.url = url;
    this.limits = limits;
    DRIVER_LOG.setLevel(Level.OFF);
    POOL_LOG.setLevel(Level.OFF);
  }

  PostgresUrl url() {
    return url;
  }

  PostgresLimits limits() {
    return limits;
  }

  /** A connection in which each statement is a transaction of its own. {@code name}: for people. */
  Connection connect(String name) throws SQLException {
    return source(name, limits.statementMillisMax(), limits.silenceMillisMax()).getConnection();
  }

  /**
   * Where connections come from.
   *
   * @param name what the server shows of them, under application_name
   * @param statementMillisMax 0 for none
   * @param silenceMillisMax 0 for none
   */
  PGSimpleDataSource source(String name, int statementMillisMax, int silenceMillisMax) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url.driverUrl());
    source.setUser(url.user());
    url.password().ifPresent(source::setPassword);
    url.settings().forEach((setting, value) -> set(source, setting, value));
    source.setApplicationName(name);
    // No login time-out: the driver would connect on a thread that an interrupt abandons. The two
    // others bound the same time.
    source.setConnectTimeout(seconds(limits.connectMillisMax()));
    source.setSocketTimeout(seconds(silenceMillisMax));
    source.setTcpKeepAlive(true);
    source.setReWriteBatchedInserts(true);
    // Of several hosts the one that takes writes: decisions never read a replica.
    set(source, "targetServerType", "primary");
    source.setOptions(
        "-c statement_timeout="
            + statementMillisMax
            + " -c lock_timeout="
            + limits.lockMillisMax()
            + " -c idle_in_transaction_session_timeout="
            + IDLE_MILLIS_MAX
            + " -c synchronous_commit=on -c default_transaction_isolation=read\\ committed"
            + " -c client_min_messages=error");
    return source;
  }

  private static void set(PGSimpleDataSource source, String setting, String value) {
    try {
      source.setProperty(setting, value);
    } catch (SQLException e) {
      throw new IllegalStateException("the driver does not know " + setting, e);
    }
  }

  private static int seconds(int millis) {
    return Math.ceilDiv(millis, 1_000);
  }

  /** Drops a connection; does not say good-bye to a server that may not be listening. */
  static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      System.getLogger(PostgresServer.class.getName())
          .log(System.Logger.Level.DEBUG, "a lost connection did not close: " + e);
    }
  }

  /** Runs a statement without values. */
  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
