package dev.holddown.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

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
          call.failed(e instanceof SQLTransientConnectionException ? lost(e) : e);
        }
      }
    }
  }

  /** The pool tells that it waited in vain, and hides why. */
  private SQLException lost(SQLException e) {
    if (e.getCause() instanceof SQLException cause) {
      return cause;
    }
    HikariPoolMXBean now = pool.getHikariPoolMXBean();
    return new SQLException(
        "no connection for reading came free within %,d ms (%d of at most %d are there, %d in use)"
            .formatted(
                pool.getConnectionTimeout(),
                now.getTotalConnections(),
                pool.getMaximumPoolSize(),
                now.getActiveConnections()),
        "08001",
        e);
  }

  @Override
  public void close() {
    pool.close();
  }
}
