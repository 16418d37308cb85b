package dev.holddown.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What a SQLite store keeps beside its log. */
class SqliteBesideTest extends BesideContract {
  @TempDir Path folder;

  @Override
  Open open() {
    try {
      Path evidence = Files.createDirectories(folder.resolve("evidence"));
      SqliteEventStore store =
          SqliteEventStore.open(folder.resolve("holddown.db"), "Holddown test");
      return new Open(store, store.keeping(new FileBlobs(evidence)), store::close);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
