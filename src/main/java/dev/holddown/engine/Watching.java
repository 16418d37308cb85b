package dev.holddown.engine;

import dev.holddown.domain.board.Board;
import dev.holddown.domain.board.Tracked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A board that is watched. Its fields are guarded by the boards that it is of. */
final class Watching {
  final Board board;
  final List<Slot> slots = new ArrayList<>();
  long serial;
  boolean red;

  /** Whether its monitors are asked by this node, and what stands is told to people by it. */
  volatile boolean asking;

  /** A monitor that is asked; {@code series} names its samples in the store. */
  record Slot(Watching of, String run, String series, Tracked tracked) {
    /** Whether it should have been asked again since. */
    boolean overdue(Instant last, Instant now) {
      return !last.plus(tracked.monitor().watch().pace().every()).isAfter(now);
    }
  }

  Watching(Board board, boolean asking) {
    this.board = board;
    this.asking = asking;
  }
}
