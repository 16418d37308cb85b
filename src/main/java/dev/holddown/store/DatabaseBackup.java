package dev.holddown.store;

import dev.holddown.engine.port.EventStore.Verification;
import dev.holddown.engine.port.StoreException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/**
 * The copy of a database that is made before its tables are changed, {@code holddown.db.before-v2}
 * beside {@code holddown.db}: the way back to the version before. It takes the place of one that an
 * earlier try left, since the database was not changed then.
 */
final class DatabaseBackup {
  private DatabaseBackup() {}

  /** Where the copy before a version lies. */
  static Path file(Path database, int version) {
    return database.resolveSibling(database.getFileName() + ".before-v" + version);
  }

  /**
   * Writes the copy, waits for the disk, opens it and compares what is in it.
   *
   * @return where it is
   * @throws StoreException when there is no good copy; the database was not touched
   */
  static Path make(Path database, int version) {
    Path backup = file(database, version);
    Path made = backup.resolveSibling(backup.getFileName() + ".new");
    try {
      Files.deleteIfExists(made);
      DurableFiles.create(made);
      try (Connection connection = open(database);
          Statement statement = connection.createStatement()) {
        statement.execute("VACUUM INTO '" + made.toString().replace("'", "''") + "'");
      }
      try (FileOutputStream out = new FileOutputStream(made.toFile(), true)) {
        out.getFD().sync();
      }
      compare(database, made);
      Files.move(made, backup, StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.syncFolder(database.toAbsolutePath().resolveSibling(""));
    } catch (SQLException e) {
      throw failed(database, backup, Database.cause(e), e);
    } catch (IOException e) {
      throw failed(database, backup, e.toString(), e);
    }
    System.getLogger(DatabaseBackup.class.getName())
        .log(
            System.Logger.Level.INFO,
            "the database " + database + " was copied to " + backup + " before its upgrade");
    return backup;
  }

  private static Connection open(Path file) throws SQLException {
    return new SQLiteConfig().createConnection("jdbc:sqlite:" + file);
  }

  private static void compare(Path database, Path made) throws SQLException {
    try (Connection before = open(database);
        Connection copy = open(made)) {
      Verification wanted = LogReader.verifyFile(before);
      Verification found = LogReader.verifyFile(copy);
      if (!found.equals(wanted)) {
        throw new SQLException("the copy has " + found + " and the database " + wanted);
      }
    }
  }

  private static StoreException failed(Path database, Path backup, String why, Exception cause) {
    return new StoreException(
        ("the database %s has to be brought to the tables of this version, and the copy %s that"
                + " comes before could not be made: %s; nothing was changed; make room, or start"
                + " the version before")
            .formatted(database, backup.getFileName(), why),
        cause);
  }
}
