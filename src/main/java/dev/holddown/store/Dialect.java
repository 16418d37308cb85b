package dev.holddown.store;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The few places in which the statements of the two databases differ. */
enum Dialect {
  SQLITE("", "(SELECT value AS name FROM json_each(?))") {
    @Override
    void bind(PreparedStatement statement, int index, List<?> names) throws SQLException {
      statement.setString(index, JSON.writeValueAsString(names));
    }
  },
  POSTGRES(" FOR UPDATE", "(SELECT unnest(CAST(? AS text[])) AS name)") {
    @Override
    void bind(PreparedStatement statement, int index, List<?> names) throws SQLException {
      Array array = statement.getConnection().createArrayOf("text", names.toArray());
      statement.setArray(index, array);
    }
  };

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String forUpdate;
  private final String names;

  Dialect(String forUpdate, String names) {
    this.forUpdate = forUpdate;
    this.names = names;
  }

  /** What makes a query lock its rows to the end of the transaction; SQLite locks the file. */
  String forUpdate() {
    return forUpdate;
  }

  /** A table with the column {@code name}, from one parameter that is a list of texts. */
  String names() {
    return names;
  }

  abstract void bind(PreparedStatement statement, int index, List<?> names) throws SQLException;
}
