package dev.holddown.boot;

import dev.holddown.cli.link.Opened;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.EventStore;
import dev.holddown.store.DataFolder;
import dev.holddown.store.FileBlobs;
import dev.holddown.store.SqliteEventStore;
import java.nio.file.Path;
import java.util.Optional;

/** A data folder owned for a moment, to read what is in it. */
record ReadOnly(DataFolder folder, EventStore store, Blobs blobs) implements Opened {
  static ReadOnly open(Path path) {
    DataFolder folder = DataFolder.own(path);
    try {
      EventStore store = SqliteEventStore.open(folder.database(), "Holddown " + Version.text());
      return new ReadOnly(folder, store, new FileBlobs(folder.evidence()));
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public Optional<String> card(String run) {
    return FileCards.read(folder.cards(), run);
  }

  @Override
  public void close() {
    store.close();
    folder.close();
  }
}
