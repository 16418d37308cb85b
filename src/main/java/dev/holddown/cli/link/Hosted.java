package dev.holddown.cli.link;

import dev.holddown.domain.board.Board;
import dev.holddown.engine.Boards;
import dev.holddown.engine.Mail;
import dev.holddown.engine.Measures;
import dev.holddown.engine.port.BoardSnapshots;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A data folder with an engine that runs in this process. Closing ends the engine first. */
public interface Hosted extends Opened {
  Mail mail();

  /** What the engine counted since it began. */
  default Measures measures() {
    return new Measures();
  }

  /** Whether this node works on the runs of a lock; true where no other can. */
  default boolean owns(String lock) {
    return true;
  }

  /** The workspace in force, with the folder where one was named. */
  default Optional<WorkspaceKeeper> workspace() {
    return Optional.empty();
  }

  /** The boards that are watched here; empty where nothing is watched. */
  default Optional<Boards> boards() {
    return Optional.empty();
  }

  /** Watches these boards beside those of the workspace; asked for again about once a second. */
  default void watch(Supplier<List<Board>> more) {}

  /** What boards show, written down. */
  default BoardSnapshots snapshots() {
    return BoardSnapshots.none();
  }

  /** Pages whoever is on duty about what belongs to no run. */
  default void page(String text) {}

  /** Why the engine ended by itself, such as a broken disk; empty while it works. */
  Optional<String> failure();
}
