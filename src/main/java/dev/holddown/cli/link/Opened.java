package dev.holddown.cli.link;

import dev.holddown.engine.port.Blobs;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Keeping;
import java.nio.file.Path;
import java.util.Optional;

/** A data folder that this process owns, for as long as it is open. */
public interface Opened extends AutoCloseable {
  EventStore store();

  /** Compiled playbooks and evidence. */
  Blobs blobs();

  /** What is kept beside the log; empty where nothing is. */
  default Optional<Keeping> keeping() {
    return Optional.empty();
  }

  /** Where the log is, without a password: the file's name, or the address of a database. */
  default String place() {
    return "holddown.db";
  }

  /** The printable rollback card of a run; empty when none was written. */
  Optional<String> card(String run);

  /**
   * Copies the whole folder while it is worked on.
   *
   * @throws Refused where the log is not in the folder
   */
  default Answers.Backup backup(Path to) {
    throw new Refused(
        "the log is in "
            + place()
            + ": back that database up with its own tools, such as pg_dump; nothing was made");
  }

  /** Gives the folder up. */
  @Override
  void close();
}
