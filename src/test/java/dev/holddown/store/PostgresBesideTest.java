package dev.holddown.store;

/** What a PostgreSQL store keeps beside its log. */
class PostgresBesideTest extends BesideContract {
  private final String url = Postgres.database();

  @Override
  Open open() {
    PostgresEventStore store = Postgres.open(url, PostgresLimits.usual().outage(2_000));
    PostgresBlobs blobs = Postgres.blobs(url);
    return new Open(
        store,
        store.keeping(blobs),
        () -> {
          blobs.close();
          store.close();
        });
  }
}
