package dev.holddown.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** What somebody with the file and a SQLite shell can do to it. */
public final class Raw {
  private Raw() {}

  /** Runs statements one by one, each committed. */
  static void sql(Path file, String... statements) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same with the guards of the log taken away first. */
  public static void tamper(Path file, String... statements) {
    sql(
        file,
        "DROP TRIGGER IF EXISTS events_are_never_changed",
        "DROP TRIGGER IF EXISTS events_are_never_deleted",
        "DROP TRIGGER IF EXISTS head_never_falls");
    sql(file, statements);
  }
}
