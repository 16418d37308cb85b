package dev.holddown.cli;

import dev.holddown.cli.link.FolderOwned;
import dev.holddown.cli.link.Opened;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Keeping;
import dev.holddown.engine.port.StoreException;
import dev.holddown.store.DataFolder;
import dev.holddown.store.FileBlobs;
import dev.holddown.store.SqlEventStore;
import dev.holddown.store.SqliteEventStore;
import java.nio.file.Path;
import java.util.Optional;

/** A data folder that is owned. */
record LabFolder(DataFolder folder, SqlEventStore log, Keeping kept) implements Opened {
  static LabFolder own(Path path) {
    DataFolder folder;
    try {
      folder = DataFolder.own(path);
    } catch (StoreException e) {
      throw new FolderOwned(String.valueOf(e.getMessage()), e);
    }
    SqliteEventStore store = SqliteEventStore.open(folder.database(), "test");
    return new LabFolder(folder, store, store.keeping(new FileBlobs(folder.evidence())));
  }

  @Override
  public EventStore store() {
    return log.shown();
  }

  @Override
  public Blobs blobs() {
    return kept.blobs();
  }

  @Override
  public Optional<Keeping> keeping() {
    return Optional.of(kept);
  }

  @Override
  public Optional<String> card(String run) {
    return Optional.empty();
  }

  @Override
  public void close() {
    log.close();
    folder.close();
  }
}
