package dev.holddown.store;

import dev.holddown.engine.port.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Looks at a database before anything is written to it, and brings it to today's tables. An empty
 * one is made ours; an older one only when somebody said so, since other nodes may work on it and
 * only they can make the dump that leads back.
 *
 * @param locations of the migrations on the class path
 * @param newest the number of the newest file there
 */
record PostgresSchema(List<String> locations, int newest) {
  private static final int SERVER_MIN = 140_000; // 14, as server_version_num has it
  private static final int MIGRATION_SECONDS_MAX = 3_600;

  static PostgresSchema current() {
    return new PostgresSchema(List.of("migrations-postgresql"), 2);
  }

  /** How the database stands. {@code version} 0: nothing of ours in it yet. */
  private record Found(int server, String encoding, String schema, int version, long strangers) {}

  /**
   * Leaves the database as it is, or makes it today's.
   *
   * @param migrate whether an older one may be changed
   * @throws StoreException with a sentence when it cannot be used; it is left as it was
   */
  void prepare(PostgresServer server, boolean migrate) throws SQLException {
    PostgresUrl url = server.url();
    Found found;
    String writer;
    try (Connection connection = server.connect("holddown opening")) {
      found = look(connection);
      check(url, found);
      writer = found.version() > newest ? writer(connection) : "";
    }
    if (found.version() > newest) {
      throw new StoreException(
          ("the database %s was written by %s (schema %d, this Holddown knows up to %d); nothing"
                  + " was changed; start that version or a later one, or restore the dump made"
                  + " before the upgrade")
              .formatted(url, writer, found.version(), newest));
    }
    if (found.version() > 0 && found.version() < newest && !migrate) {
      throw new StoreException(
          ("the database %s has the tables of an older Holddown (schema %d, this one needs %d);"
                  + " nothing was changed; stop the other engines that use it, make a dump"
                  + " (pg_dump -Fc), then start once with --migrate")
              .formatted(url, found.version(), newest));
    }
    if (found.version() < newest) {
      migrate(server);
    }
  }

  private static Found look(Connection connection) throws SQLException {
    String base =
        "SELECT CAST(current_setting('server_version_num') AS integer),"
            + " current_setting('server_encoding'), coalesce(current_schema(), ''),"
            + " to_regclass('flyway_schema_history') IS NOT NULL,"
            + " (SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p')"
            + " AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname ="
            + " current_schema()))";
    try (Statement statement = connection.createStatement()) {
      boolean ours;
      int server;
      String encoding;
      String schema;
      long tables;
      try (ResultSet row = statement.executeQuery(base)) {
        row.next();
        server = row.getInt(1);
        encoding = row.getString(2);
        schema = row.getString(3);
        ours = row.getBoolean(4);
        tables = row.getLong(5);
      }
      int version = 0;
      if (ours) {
        try (ResultSet row =
            statement.executeQuery(
                "SELECT coalesce(max(CAST(version AS integer)), 0), to_regclass('head') IS NOT"
                    + " NULL FROM flyway_schema_history WHERE success")) {
          row.next();
          version = row.getInt(1);
          ours = version == 0 || row.getBoolean(2);
        }
      }
      return new Found(server, encoding, schema, version, ours ? 0 : tables);
    }
  }

  private static void check(PostgresUrl url, Found found) {
    if (found.server() < SERVER_MIN) {
      throw new StoreException(
          "the PostgreSQL server at %s is version %d; Holddown needs 14 or later; nothing was"
                  .formatted(url.hosts(), found.server() / 10_000)
              + " changed");
    }
    if (!found.encoding().equals("UTF8")) {
      throw new StoreException(
          ("the database %s keeps its texts as %s; Holddown needs UTF8; nothing was changed; make"
                  + " another one: createdb --encoding=UTF8 --template=template0 NAME")
              .formatted(url, found.encoding()));
    }
    if (found.schema().isEmpty()) {
      throw new StoreException(
          ("in the database %s user %s has no schema to keep tables in; nothing was changed; make"
                  + " one: CREATE SCHEMA holddown AUTHORIZATION %s, and add"
                  + " ?currentSchema=holddown to the URL")
              .formatted(url, url.user(), url.user()));
    }
    if (found.strangers() > 0) {
      throw new StoreException(
          ("the database %s has %d tables in the schema %s, and they are not Holddown's; nothing"
                  + " was changed; give an empty database, or make a schema and add"
                  + " ?currentSchema=NAME to the URL")
              .formatted(url, found.strangers(), found.schema()));
    }
  }

  private static String writer(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT value FROM meta WHERE name = 'writer'")) {
      return Optional.ofNullable(row.next() ? row.getString(1) : null).orElse("a newer Holddown");
    } catch (SQLException e) {
      return "a newer Holddown"; // its schema may keep the name elsewhere
    }
  }

  /** One transaction over all files: afterwards the tables are today's, or as they were. */
  private void migrate(PostgresServer server) {
    try {
      Migrations.quiet();
      Flyway.configure(PostgresSchema.class.getClassLoader())
          .dataSource(server.source("holddown migrating", MIGRATION_SECONDS_MAX * 1_000, 0))
          .locations(Schema.onClassPath(locations))
          .group(true)
          .createSchemas(false)
          .connectRetries(0)
          .cleanDisabled(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      if (e.getCause() instanceof SQLException sql && "42501".equals(sql.getSQLState())) {
        throw new StoreException(PostgresProblem.opening(server.url(), sql), e);
      }
      throw new StoreException(
          "the database %s could not be brought to schema %d: %s; it is as it was before"
              .formatted(server.url(), newest, reason(e)),
          e);
    }
  }

  private static String reason(FlywayException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return PostgresProblem.cause(sql);
      }
    }
    return String.valueOf(e.getMessage());
  }
}
