package dev.holddown.store;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore;
import dev.holddown.testing.RealTime;
import dev.holddown.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/** Stores on the PostgreSQL server of this JVM. */
public final class Postgres {
  private static Optional<String> template = Optional.empty();

  private Postgres() {}

  /** The URL of a new database with today's tables; a copy, so that it takes no time. */
  public static synchronized String database() {
    TestPostgres server = TestPostgres.shared();
    if (template.isEmpty()) {
      String url = server.empty();
      open(url).close();
      template = Optional.of(url);
    }
    return server.copyOf(template.get());
  }

  /** A new database that holds the very log of a SQLite file, byte by byte; gives its URL. */
  public static String holding(Path sqlite) {
    String url = database();
    try (Connection from =
            DriverManager.getConnection("jdbc:sqlite:file:" + sqlite + "?immutable=1");
        Connection to = TestPostgres.shared().connect(url.substring(url.lastIndexOf("/") + 1))) {
      copy(
          from,
          to,
          "position, run, version, type, codec, at, actor_kind, actor, payload, hash FROM events");
      copy(
          from,
          to,
          "run, playbook, title, lock, state, outcome, started_at, changed_at, next_due, version"
              + " FROM runs");
      copy(from, to, "lock, run, epoch, sequence FROM locks");
      try (Statement statement = to.createStatement()) {
        statement.execute("UPDATE head SET position = (SELECT max(position) FROM events)");
      }
      return url;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void copy(Connection from, Connection to, String what) throws SQLException {
    String[] parts = what.split(" FROM ");
    String marks = parts[0].replaceAll("[a-z_]+", "?");
    try (Statement read = from.createStatement();
        ResultSet rows = read.executeQuery("SELECT " + what);
        PreparedStatement write =
            to.prepareStatement(
                "INSERT INTO %s (%s) VALUES (%s)".formatted(parts[1], parts[0], marks))) {
      while (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          write.setObject(i, rows.getObject(i));
        }
        write.executeUpdate();
      }
    }
  }

  /** Opens the store of a database. */
  public static EventStore open(String url) {
    return open(url, PostgresLimits.usual().outage(2_000));
  }

  /** Leases and partitions beside the store of a database. */
  public static Claims claims(String url) {
    return PostgresClaims.of(PostgresUrl.parse(url, Map.of()));
  }

  /** Evidence beside the store of a database. */
  public static PostgresBlobs blobs(String url) {
    return PostgresBlobs.of(
        PostgresUrl.parse(url, Map.of()), opening(PostgresLimits.usual().outage(2_000)));
  }

  static PostgresEventStore open(String url, PostgresLimits limits) {
    return PostgresEventStore.open(PostgresUrl.parse(url, Map.of()), opening(limits));
  }

  static PostgresEventStore.Opening opening(PostgresLimits limits) {
    return new PostgresEventStore.Opening(
        limits, "Holddown test", false, RealTime.nanos(), Thread::sleep);
  }
}
