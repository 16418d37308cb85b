package dev.holddown.cli.link;

import dev.holddown.engine.Mail;
import dev.holddown.engine.Measures;
import dev.holddown.engine.port.BoardSnapshots;
import java.util.Optional;

/** A data folder with an engine that runs in this process. Closing ends the engine first. */
public interface Hosted extends Opened {
  Mail mail();

  /** What the engine counted since it began. */
  default Measures measures() {
    return new Measures();
  }

  /** The workspace in force, with the folder where one was named. */
  default Optional<WorkspaceKeeper> workspace() {
    return Optional.empty();
  }

  /** What boards show, written down. */
  default BoardSnapshots snapshots() {
    return BoardSnapshots.none();
  }

  /** Pages whoever is on duty about what belongs to no run. */
  default void page(String text) {}

  /** Why the engine ended by itself, such as a broken disk; empty while it works. */
  Optional<String> failure();
}
