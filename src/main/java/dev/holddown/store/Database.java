package dev.holddown.store;

import dev.holddown.engine.port.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Opens connections to a database file whose schema is today's. */
final class Database {
  private static final int BUSY_MILLIS_MAX = 5_000;
  private static final int WAL_BYTES_KEPT_MAX = 64 * 1024 * 1024;

  private final Path file;
  private final UnaryOperator<Connection> wrap;

  private Database(Path file, UnaryOperator<Connection> wrap) {
    this.file = file;
    this.wrap = wrap;
  }

  /**
   * Makes or checks the file and brings it to today's schema.
   *
   * @param wrap put around each connection, so that tests can let the disk fail
   * @throws StoreException when the file is not ours, damaged, or from a newer version; nothing is
   *     changed then
   */
  static Database open(Path file, UnaryOperator<Connection> wrap) {
    return open(file, wrap, Schema.current());
  }

  static Database open(Path file, UnaryOperator<Connection> wrap, Schema known) {
    if (file.toString().indexOf('?') >= 0) {
      // The driver would read the rest as settings.
      throw new StoreException(
          ("the path %s has a question mark in it, which SQLite's driver cannot open; "
                  + "give another data folder")
              .formatted(file));
    }
    DatabaseFile.prepare(file, known);
    Database database = new Database(file, wrap);
    try {
      database.checkSchema(known);
    } catch (SQLException e) {
      throw new StoreException(
          "the database %s cannot be opened: %s; nothing was changed".formatted(file, cause(e)), e);
    }
    return database;
  }

  private void checkSchema(Schema known) throws SQLException {
    int schema;
    // Without a journal mode: not a byte is written before it is known whose file this is.
    try (Connection connection = connect(new SQLiteConfig())) {
      schema = number(connection, "PRAGMA user_version");
      int history =
          number(
              connection,
              "SELECT coalesce(max(CAST(version AS INTEGER)), 0) FROM flyway_schema_history");
      if (Math.max(schema, history) > known.newest()) {
        throw new StoreException(
            ("the database %s was written by %s (schema %d, this Holddown knows up to %d); nothing"
                 + " was changed; start that version or a later one, or restore the backup made"
                 + " before the upgrade")
                    .formatted(file, writer(connection), Math.max(schema, history), known.newest())
                + copy(Math.max(schema, history)));
      }
    }
    if (schema < known.newest()) {
      DatabaseBackup.make(file, known.newest());
      Migrations.run(file, known);
    }
  }

  /** The copy that an upgrade left here, in words. */
  private String copy(int schema) {
    Path backup = DatabaseBackup.file(file, schema);
    return Files.isRegularFile(backup) ? ", " + backup.getFileName() : "";
  }

  private static String writer(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT value FROM meta WHERE name = 'writer'")) {
      return row.next() ? row.getString(1) : "a newer Holddown";
    } catch (SQLException e) {
      return "a newer Holddown"; // its schema may keep the name elsewhere
    }
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  /** The one connection that writes: durable at each commit, locked from a transaction's start. */
  Connection writer() throws SQLException {
    SQLiteConfig config = shared();
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    config.setJournalSizeLimit(WAL_BYTES_KEPT_MAX);
    Connection connection = connect(config);
    connection.setAutoCommit(false);
    return connection;
  }

  /** A connection that cannot write. */
  Connection reader() throws SQLException {
    Connection connection = connect(shared());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA query_only = ON");
    }
    return connection;
  }

  private static SQLiteConfig shared() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setBusyTimeout(BUSY_MILLIS_MAX);
    config.enforceForeignKeys(true);
    config.setGetGeneratedKeys(false);
    return config;
  }

  private Connection connect(SQLiteConfig config) throws SQLException {
    Connection connection = wrap.apply(config.createConnection("jdbc:sqlite:" + file));
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA trusted_schema = OFF");
    }
    return connection;
  }

  Path file() {
    return file;
  }

  /** What SQLite says is wrong, for a person. */
  static String cause(SQLException e) {
    Optional<SQLiteErrorCode> code =
        e instanceof SQLiteException sqlite
            ? Optional.of(sqlite.getResultCode())
            : Optional.empty();
    String name = code.map(Enum::name).orElse("");
    if (name.startsWith("SQLITE_FULL")) {
      return "the disk is full";
    }
    if (name.startsWith("SQLITE_CORRUPT") || name.startsWith("SQLITE_NOTADB")) {
      return "the file is damaged (" + e.getMessage() + "); restore a backup";
    }
    if (name.startsWith("SQLITE_BUSY") || name.startsWith("SQLITE_LOCKED")) {
      return "another program holds it locked";
    }
    return String.valueOf(e.getMessage());
  }
}
