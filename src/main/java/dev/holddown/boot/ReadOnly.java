package dev.holddown.boot;

import dev.holddown.cli.Home;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Opened;
import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Keeping;
import dev.holddown.store.DataFolder;
import dev.holddown.store.PostgresLimits;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A data folder owned for a moment, to read what is in it. */
record ReadOnly(DataFolder folder, Durable durable) implements Opened {
  /** A verb does not wait long for a database. */
  private static final int OUTAGE_MILLIS_MAX = 3_000;

  static ReadOnly open(Home home, Map<String, String> environment) {
    DataFolder folder = DataFolder.own(home.folder());
    try {
      PostgresLimits limits = PostgresLimits.usual().outage(OUTAGE_MILLIS_MAX);
      return new ReadOnly(folder, Durable.open(folder, home, limits, environment));
    } catch (RuntimeException e) {
      folder.close();
      throw e;
    }
  }

  @Override
  public EventStore store() {
    return durable.store().shown();
  }

  @Override
  public Blobs blobs() {
    return durable.blobs();
  }

  @Override
  public Optional<Keeping> keeping() {
    return Optional.of(durable.keeping());
  }

  @Override
  public String place() {
    return durable.place();
  }

  @Override
  public Answers.Backup backup(Path to) {
    return durable.backup(folder, to);
  }

  @Override
  public Optional<String> card(String run) {
    return FileCards.read(folder.cards(), run);
  }

  @Override
  public void close() {
    durable.close();
    folder.close();
  }
}
