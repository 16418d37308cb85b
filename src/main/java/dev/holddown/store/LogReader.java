package dev.holddown.store;

import dev.holddown.engine.port.EventStore.Verification;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Reads the whole log, as it stands at one moment. */
final class LogReader {
  private LogReader() {}

  static Verification verify(Connection connection) throws SQLException {
    connection.setAutoCommit(false); // one transaction: head, events and index of one moment
    ChainCheck check = new ChainCheck();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(EventTable.BY_POSITION)) {
      while (!check.found() && rows.next()) {
        check.add(EventTable.row(rows));
      }
    }
    Statements statements = new Statements(connection);
    Verification verification =
        check.finish(new EventTable(statements).head(), new RunTable(statements).versions());
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
