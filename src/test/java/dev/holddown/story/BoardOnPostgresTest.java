package dev.holddown.story;

import dev.holddown.engine.port.EventStore;
import dev.holddown.store.Postgres;
import java.nio.file.Path;

/** The same on PostgreSQL. */
class BoardOnPostgresTest extends BoardRestartTest {
  @Override
  EventStore open(Path at) {
    return Postgres.open(Postgres.database());
  }
}
