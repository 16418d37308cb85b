package dev.holddown.engine;

import dev.holddown.domain.board.Board;
import dev.holddown.domain.board.BoardState;
import dev.holddown.domain.board.Score;
import dev.holddown.domain.board.Tracked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A board that is watched. Its fields are guarded by the boards that it is of. */
final class Watching {
  final Board board;
  final List<Slot> slots = new ArrayList<>();
  long serial;

  /** Whether it is known to be told that it is red: by this node, or by one that asked. */
  private boolean redTold;

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

  BoardState state(Instant at) {
    return new BoardState(
        board, slots.stream().map(slot -> slot.tracked().standing(at)).toList(), at);
  }

  private static boolean red(BoardState state) {
    return state.score().filter(score -> score.verdict() == Score.Verdict.RED).isPresent();
  }

  /** Whether this node has to tell now that it is red; once for each time that it turned red. */
  boolean tellsRed(BoardState state) {
    boolean red = red(state);
    boolean tells = red && asking && !redTold;
    redTold = red && (redTold || asking);
    return tells;
  }

  /**
   * Called before what another node kept is taken in. Who asks keeps samples, tells what is red,
   * and only then keeps more: news after those that made it red prove that it was told. Without
   * them it may have died in between, and whoever comes to ask tells it.
   */
  void goesOn(List<BoardPast.News> news, Instant at) {
    if (!asking && !redTold && !news.isEmpty()) {
      redTold = red(state(at));
    }
  }
}
