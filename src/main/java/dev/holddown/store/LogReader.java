package dev.holddown.store;

import dev.holddown.engine.port.EventStore.Verification;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Reads the whole log, as it stands at one moment. */
final class LogReader {
  private static final int ROWS_AT_ONCE = 1_000;

  private LogReader() {}

  /** The connection must show one moment to the end of its transaction, and is left in it. */
  static Verification verify(Statements statements) throws SQLException {
    ChainCheck check = new ChainCheck();
    try (Statement statement = statements.connection().createStatement()) {
      statement.setFetchSize(ROWS_AT_ONCE);
      ResultSet rows = statement.executeQuery(EventTable.BY_POSITION);
      while (!check.found() && rows.next()) {
        check.add(EventTable.row(rows));
      }
    }
    return check.finish(new EventTable(statements).head(), new RunTable(statements).versions());
  }

  /** Also has SQLite check the file's own structure, when every event is whole. */
  static Verification verifyFile(Connection connection) throws SQLException {
    connection.setAutoCommit(false); // one transaction: head, events and index of one moment
    Statements statements = new Statements(connection, Dialect.SQLITE);
    Verification verification = verify(statements);
    if (verification.firstBad().isEmpty()) {
      String structure =
          statements.first("PRAGMA integrity_check(1)", row -> row.getString(1)).orElse("ok");
      if (!structure.equals("ok")) {
        return new Verification(
            verification.events(),
            verification.runs(),
            Optional.of(
                new Verification.Bad(
                    0, "", 0, "every event is whole, but the file is damaged: " + structure)));
      }
    }
    connection.rollback();
    return verification;
  }
}
