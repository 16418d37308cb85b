package dev.holddown.store;

import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore;
import dev.holddown.testing.RealTime;
import dev.holddown.testing.TestPostgres;
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
