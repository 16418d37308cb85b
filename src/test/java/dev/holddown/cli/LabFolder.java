package dev.holddown.cli;

import dev.holddown.cli.link.FolderOwned;
import dev.holddown.cli.link.Opened;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.StoreException;
import dev.holddown.store.DataFolder;
import dev.holddown.store.FileBlobs;
import dev.holddown.store.SqliteEventStore;
import java.nio.file.Path;
import java.util.Optional;

/** A data folder that is owned. */
record LabFolder(DataFolder folder, EventStore store, Blobs blobs) implements Opened {
  static LabFolder own(Path path) {
    DataFolder folder;
    try {
      folder = DataFolder.own(path);
    } catch (StoreException e) {
      throw new FolderOwned(String.valueOf(e.getMessage()), e);
    }
    return new LabFolder(
        folder, SqliteEventStore.open(folder.database(), "test"), new FileBlobs(folder.evidence()));
  }

  @Override
  public Optional<String> card(String run) {
    return Optional.empty();
  }

  @Override
  public void close() {
    store.close();
    folder.close();
  }
}
