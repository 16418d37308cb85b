package dev.holddown.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/** A few connections that cannot write. A broken one is replaced by the pool. */
final class PostgresReaders implements AutoCloseable {
  private final HikariDataSource pool;
  private final PostgresOutage outage;

  PostgresReaders(PostgresServer server, PostgresOutage outage) {
    PostgresLimits limits = server.limits();
    HikariConfig config = new HikariConfig();
    config.setPoolName("holddown-readers");
    config.setDataSource(
        server.source("holddown reader", limits.statementMillisMax(), limits.silenceMillisMax()));
    config.setMaximumPoolSize(limits.readers());
    config.setMinimumIdle(1);
    config.setConnectionTimeout(limits.connectMillisMax());
    config.setValidationTimeout(limits.connectMillisMax());
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql("SET SESSION default_transaction_read_only = on");
    this.pool = new HikariDataSource(config);
    this.outage = outage;
  }

  private PostgresReaders(HikariDataSource pool, PostgresOutage outage) {
    this.pool = pool;
    this.outage = outage;
  }

  /** The same connections with another patience; not to be closed by itself. */
  PostgresReaders trying(PostgresOutage other) {
    return new PostgresReaders(pool, other);
  }

  /** Tries again while the server is away. */
  <T> T read(SqlEventStore.Query<T> query) throws SQLException {
    try (PostgresOutage.Call call = outage.begin()) {
      while (true) {
        try (Connection connection = pool.getConnection()) {
          return query.run(new Statements(connection, Dialect.POSTGRES));
        } catch (SQLException e) {
          call.failed(lost(e));
        }
      }
    }
  }

  /** The pool tells that it waited in vain, and hides why. */
  private static SQLException lost(SQLException e) {
    if (e instanceof java.sql.SQLTransientConnectionException) {
      Throwable cause = e.getCause();
      return cause instanceof SQLException sql
          ? sql
          : new SQLException("no connection came free in time", "53300", e);
    }
    return e;
  }

  @Override
  public void close() {
    pool.close();
  }
}
