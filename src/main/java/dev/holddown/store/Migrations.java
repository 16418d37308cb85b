package dev.holddown.store;

import dev.holddown.engine.port.StoreException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a database file to today's schema. Loaded only when a file is not there yet. */
final class Migrations {
  /** The number of the newest file under {@code migrations/}; also the file's user_version. */
  static final int NEWEST = 1;

  // Kept here so that the level is not lost to garbage collection.
  private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

  private Migrations() {}

  /** What Flyway reports on its way is no news. */
  static void quiet() {
    FLYWAY_LOG.setLevel(Level.WARNING);
  }

  static void run(Path file) {
    quiet();
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource("jdbc:sqlite:" + file, "", "")
          .locations("classpath:migrations")
          .cleanDisabled(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          ("the database %s could not be brought to schema %d: %s; start the Holddown "
                  + "that wrote it, or restore a backup")
              .formatted(file, NEWEST, e.getMessage()),
          e);
    }
  }
}
