package dev.holddown.cli.link;

import dev.holddown.engine.Mail;
import java.util.Optional;

/** A data folder with an engine that runs in this process. Closing ends the engine first. */
public interface Hosted extends Opened {
  Mail mail();

  /** The workspace in force, with the folder where one was named. */
  default Optional<WorkspaceKeeper> workspace() {
    return Optional.empty();
  }

  /** Why the engine ended by itself, such as a broken disk; empty while it works. */
  Optional<String> failure();
}
