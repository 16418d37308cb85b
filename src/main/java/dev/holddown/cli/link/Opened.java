package dev.holddown.cli.link;

import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.EventStore;
import java.util.Optional;

/** A data folder that this process owns, for as long as it is open. */
public interface Opened extends AutoCloseable {
  EventStore store();

  /** Compiled playbooks and evidence. */
  Blobs blobs();

  /** Where the log is, without a password: the file's name, or the address of a database. */
  default String place() {
    return "holddown.db";
  }

  /** The printable rollback card of a run; empty when none was written. */
  Optional<String> card(String run);

  /** Gives the folder up. */
  @Override
  void close();
}
