package dev.holddown.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection that prepares each statement once. For one thread at a time. */
final class Statements implements AutoCloseable {
  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Statements(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** Makes a value of the row the result set stands on. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  Connection connection() {
    return connection;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Runs a change; returns the number of rows it met. */
  int update(String sql, Object... values) throws SQLException {
    return bound(sql, values).executeUpdate();
  }

  /** Runs a change once for each of the rows of values, with as few messages as the driver can. */
  void updateAll(String sql, List<Object[]> rows) throws SQLException {
    if (rows.size() == 1) {
      update(sql, rows.getFirst());
    } else if (!rows.isEmpty()) {
      for (Object[] row : rows) {
        bound(sql, row).addBatch();
      }
      bound(sql).executeBatch();
    }
  }

  <T> List<T> list(String sql, Row<T> row, Object... values) throws SQLException {
    List<T> rows = new ArrayList<>();
    try (ResultSet result = bound(sql, values).executeQuery()) {
      while (result.next()) {
        rows.add(row.read(result));
      }
    }
    return rows;
  }

  <T> Optional<T> first(String sql, Row<T> row, Object... values) throws SQLException {
    try (ResultSet result = bound(sql, values).executeQuery()) {
      return result.next() ? Optional.of(row.read(result)) : Optional.empty();
    }
  }

  /**
   * An empty optional stands for SQL's NULL. A zero character becomes U+FFFD: PostgreSQL takes none
   * in a text, and SQLite's tools end a text there. Names never hold one ({@link AppendRules}).
   */
  private PreparedStatement bound(String sql, Object... values) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < values.length; i++) {
      bind(statement, i + 1, values[i] instanceof Optional<?> some ? some.orElse(null) : values[i]);
    }
    return statement;
  }

  private void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, java.sql.Types.NULL);
      case String text -> statement.setString(index, text.replace('\0', '\uFFFD'));
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Double number when number.isNaN() -> statement.setNull(index, java.sql.Types.REAL);
      case Double number -> statement.setDouble(index, number);
      case byte[] bytes -> statement.setBytes(index, bytes);
      case List<?> names -> dialect.bind(statement, index, names);
      case Instant time -> statement.setString(index, SortableTime.text(time));
      default -> throw new IllegalArgumentException("cannot bind a " + value.getClass().getName());
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
