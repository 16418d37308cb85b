package dev.holddown.boot;

import dev.holddown.cli.Home;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import dev.holddown.store.DataFolder;
import dev.holddown.store.FileBlobs;
import dev.holddown.store.PostgresBlobs;
import dev.holddown.store.PostgresClaims;
import dev.holddown.store.PostgresEventStore;
import dev.holddown.store.PostgresLimits;
import dev.holddown.store.PostgresUrl;
import dev.holddown.store.SqliteEventStore;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept: in the data folder by default, in a PostgreSQL database when one is named.
 *
 * @param claims leases and partitions, where several nodes may share the store
 */
record Durable(EventStore store, Blobs blobs, Optional<Claims> claims) implements AutoCloseable {
  private static final String PRODUCT = "Holddown " + Version.text();

  /** Opens the stores of a folder that this process owns. */
  static Durable open(
      DataFolder folder, Home home, PostgresLimits limits, Map<String, String> environment) {
    if (home.database().isEmpty()) {
      return new Durable(
          SqliteEventStore.open(folder.database(), PRODUCT),
          new FileBlobs(folder.evidence()),
          Optional.empty());
    }
    PostgresUrl url = url(home.database(), environment);
    PostgresEventStore.Opening opening =
        new PostgresEventStore.Opening(
            limits, PRODUCT, home.migrate(), System::nanoTime, Thread::sleep);
    EventStore store = PostgresEventStore.open(url, opening);
    return new Durable(store, PostgresBlobs.of(url, opening), Optional.of(PostgresClaims.of(url)));
  }

  private static PostgresUrl url(String text, Map<String, String> environment) {
    try {
      return PostgresUrl.parse(text, environment);
    } catch (IllegalArgumentException e) {
      throw new StoreException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    claims.ifPresent(Claims::close);
    if (blobs instanceof PostgresBlobs open) {
      open.close();
    }
    store.close();
  }
}
