package dev.holddown.store;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Leases and partitions beside the log in PostgreSQL, on a connection of their own with short
 * limits. Time is the server's {@code clock_timestamp()}. A call that fails says so and may be made
 * again; when its answer was lost it may have been done all the same, which {@link #renew} shows.
 */
public final class PostgresClaims implements Claims {
  /** Well inside the two seconds between renewals and the margin before a lease ends. */
  private static final PostgresLimits LIMITS = new PostgresLimits(2_000, 1_500, 1_000, 0, 0);

  private static final String ALIVE = "lease_end > clock_timestamp()";
  private static final String LAPSED =
      "(p.owner IS NULL OR m.lease_end + " + interval(GRACE) + " <= clock_timestamp())";

  private final PostgresServer server;
  private @Nullable Statements session;

  private PostgresClaims(PostgresServer server) {
    this.server = server;
  }

  /** Uses a database that {@link PostgresEventStore} has opened; connects at the first call. */
  public static PostgresClaims of(PostgresUrl url) {
    return new PostgresClaims(new PostgresServer(url, LIMITS));
  }

  private static String interval(Duration duration) {
    return "interval '" + duration.toMillis() + " milliseconds'";
  }

  @Override
  public Member join(String name) {
    return call(statements -> {
      statements.update(
          "DELETE FROM members WHERE lease_end < clock_timestamp() - interval '1 day' AND number"
              + " NOT IN (SELECT owner FROM partitions WHERE owner IS NOT NULL)");
      return statements
          .first(
              "INSERT INTO members (name, lease_end) VALUES (?, clock_timestamp() + "
                  + interval(LEASE)
                  + ") RETURNING name, number",
              PostgresClaims::member,
              name)
          .orElseThrow(() -> new SQLException("the server gave the member no number"));
    });
  }

  private static Member member(ResultSet row) throws SQLException {
    return new Member(row.getString(1), row.getLong(2));
  }

  @Override
  public Roster renew(Member member) {
    return call(statements -> {
      int renewed =
          statements.update(
              "UPDATE members SET lease_end = clock_timestamp() + "
                  + interval(LEASE)
                  + " WHERE number = ? AND "
                  + ALIVE,
              member.number());
      List<Member> members =
          statements.list(
              "SELECT name, number FROM members WHERE " + ALIVE + " ORDER BY number",
              PostgresClaims::member);
      List<Partition> partitions =
          statements.list(
              "SELECT p.number, p.epoch, m.name, m.number, "
                  + LAPSED
                  + " FROM partitions AS p LEFT JOIN members AS m ON m.number = p.owner"
                  + " ORDER BY p.number",
              PostgresClaims::partition);
      return new Roster(renewed == 1, members, partitions);
    });
  }

  private static Partition partition(ResultSet row) throws SQLException {
    String name = row.getString(3);
    Optional<Member> owner =
        name == null ? Optional.empty() : Optional.of(new Member(name, row.getLong(4)));
    return new Partition(row.getInt(1), row.getLong(2), owner, row.getBoolean(5));
  }

  @Override
  public List<Claim> take(Member member, Set<Integer> partitions) {
    return changing(statements ->
        statements.list(
            "UPDATE partitions AS t SET epoch = t.epoch + 1, owner = ? FROM partitions AS p LEFT"
                + " JOIN members AS m ON m.number = p.owner WHERE t.number = p.number AND "
                + LAPSED
                + " AND p.number IN (SELECT CAST(name AS integer) FROM "
                + Dialect.POSTGRES.names()
                + " AS n) AND EXISTS (SELECT 1 FROM members WHERE number = ? AND "
                + ALIVE
                + ") RETURNING t.number, t.epoch",
            row -> new Claim(row.getInt(1), row.getLong(2)),
            member.number(),
            partitions.stream().map(String::valueOf).toList(),
            member.number()));
  }

  @Override
  public void release(Member member, Collection<Claim> claims) {
    changing(statements -> {
      statements.updateAll(
          "UPDATE partitions SET owner = NULL WHERE number = ? AND epoch = ? AND owner = ?",
          claims.stream()
              .map(claim -> new Object[] {claim.partition(), claim.epoch(), member.number()})
              .toList());
      return true;
    });
  }

  @Override
  public void leave(Member member) {
    changing(statements -> {
      statements.update(
          "UPDATE members SET lease_end = clock_timestamp() - "
              + interval(GRACE)
              + " WHERE number = ?",
          member.number());
      return statements.update(
          "UPDATE partitions SET owner = NULL WHERE owner = ?", member.number());
    });
  }

  /**
   * One change of owners at a time, between the appends that depend on any: whoever locks several
   * rows does so in the order of their numbers. What follows sees everything that was before.
   */
  private <T> T changing(SqlEventStore.Query<T> change) {
    return call(statements -> {
      statements.list(
          "SELECT number FROM partitions ORDER BY number FOR NO KEY UPDATE", row -> row.getInt(1));
      return change.run(statements);
    });
  }

  private synchronized <T> T call(SqlEventStore.Query<T> call) {
    SqlEventStore.onPlatformThread();
    Statements now = session;
    try {
      if (now == null) {
        Connection connection = server.connect("holddown claims");
        connection.setAutoCommit(false);
        now = new Statements(connection, Dialect.POSTGRES);
        session = now;
      }
      T answer = call.run(now);
      now.connection().commit();
      return answer;
    } catch (SQLException e) {
      drop();
      throw new StoreException(
          "the database %s does not answer about leases: %s"
              .formatted(server.url(), PostgresProblem.cause(e)),
          e);
    }
  }

  /** After a failure the next call begins on a connection about which nothing is in doubt. */
  private void drop() {
    Statements now = session;
    session = null;
    if (now != null) {
      PostgresServer.abort(now.connection());
    }
  }

  @Override
  public synchronized void close() {
    drop();
  }
}
