package dev.holddown.store;

import dev.holddown.engine.port.StoreException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a database file to today's schema. Loaded only when there is something to do. */
final class Migrations {
  // Kept here so that the level is not lost to garbage collection.
  private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

  private Migrations() {}

  /** What Flyway reports on its way is no news, and a failure is told by its caller. */
  static void quiet() {
    FLYWAY_LOG.setLevel(Level.OFF);
  }

  static void run(Path file, Schema schema) {
    quiet();
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource("jdbc:sqlite:" + file, "", "")
          .locations(Schema.onClassPath(schema.locations()))
          .cleanDisabled(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          ("the database %s could not be brought to schema %d: %s; start the Holddown "
                  + "that wrote it, or restore a backup")
              .formatted(file, schema.newest(), e.getMessage()),
          e);
    }
  }
}
