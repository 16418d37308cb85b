package dev.holddown.boot;

import dev.holddown.cli.Home;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Refused;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.Keeping;
import dev.holddown.engine.port.StoreException;
import dev.holddown.store.DataFolder;
import dev.holddown.store.FileBlobs;
import dev.holddown.store.FolderBackup;
import dev.holddown.store.PostgresBlobs;
import dev.holddown.store.PostgresClaims;
import dev.holddown.store.PostgresEventStore;
import dev.holddown.store.PostgresLimits;
import dev.holddown.store.PostgresUrl;
import dev.holddown.store.SqlEventStore;
import dev.holddown.store.SqliteEventStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What is kept: in the data folder by default, in a PostgreSQL database when one is named.
 *
 * @param claims leases and partitions, where several nodes may share the store
 * @param place as {@link dev.holddown.cli.link.Opened#place}
 */
record Durable(SqlEventStore store, Keeping keeping, Optional<Claims> claims, String place)
    implements AutoCloseable {
  private static final String PRODUCT = "Holddown " + Version.text();

  /** Opens the stores of a folder that this process owns. */
  static Durable open(
      DataFolder folder, Home home, PostgresLimits limits, Map<String, String> environment) {
    Path note = folder.root().resolve("database.txt");
    if (home.database().isEmpty()) {
      if (Files.exists(note) && !Files.exists(folder.database())) {
        throw new StoreException(
            ("the data folder %s belongs to a node of %s; name that database with --db or"
                    + " HOLDDOWN_DB, or give another folder with --data; nothing was changed")
                .formatted(folder.root(), read(note)));
      }
      SqliteEventStore store = SqliteEventStore.open(folder.database(), PRODUCT);
      return new Durable(
          store,
          store.keeping(new FileBlobs(folder.evidence())),
          Optional.empty(),
          folder.database().getFileName().toString());
    }
    PostgresUrl url = url(home.database(), environment);
    PostgresEventStore.Opening opening =
        new PostgresEventStore.Opening(
            limits, PRODUCT, home.migrate(), System::nanoTime, Thread::sleep);
    PostgresEventStore store = PostgresEventStore.open(url, opening);
    note(note, url.place());
    return new Durable(
        store,
        store.keeping(PostgresBlobs.of(url, opening)),
        Optional.of(PostgresClaims.of(url)),
        url.place());
  }

  /** Compiled playbooks and evidence. */
  Blobs blobs() {
    return keeping.blobs();
  }

  /** So that a verb without the database does not begin an empty log beside it. */
  private static void note(Path file, String place) {
    try {
      Files.writeString(file, place + "\n");
    } catch (IOException e) {
      System.getLogger(Durable.class.getName())
          .log(System.Logger.Level.WARNING, file + " is not written: " + e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      return "a PostgreSQL database";
    }
  }

  Answers.Backup backup(DataFolder folder, Path to) {
    if (!(store instanceof SqliteEventStore log)) {
      throw new Refused(
          "the log is in "
              + place
              + ": back that database up with its own tools, such as pg_dump; nothing was made");
    }
    return told(FolderBackup.make(log, folder.root(), to));
  }

  static Answers.Backup told(FolderBackup.Made made) {
    return new Answers.Backup(made.folder(), made.events(), made.runs(), made.evidence());
  }

  /** Where the log of a home is or would be. */
  static String place(Home home, Map<String, String> environment) {
    return home.database().isEmpty() ? "holddown.db" : url(home.database(), environment).place();
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
    if (keeping.blobs() instanceof PostgresBlobs open) {
      open.close();
    }
    store.close();
  }
}
