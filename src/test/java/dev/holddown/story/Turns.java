package dev.holddown.story;

import dev.holddown.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets one piece of work run at a time, each on a thread of its own, so that a story has one order
 * and is the same each time. A piece gives its turn back when it ends, pauses or hangs.
 */
final class Turns {
  private static final int TURN_SECONDS_MAX = 30;

  private final SettableClock clock;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon(true).name("turn-", 0).factory());
  private final Deque<Piece> ready = new ConcurrentLinkedDeque<>();
  private final PriorityQueue<Sleeper> sleepers =
      new PriorityQueue<>(Comparator.comparing(Sleeper::until).thenComparing(Sleeper::number));
  private final Set<Piece> begun = ConcurrentHashMap.newKeySet();
  private final ThreadLocal<Optional<Piece>> current = ThreadLocal.withInitial(Optional::empty);
  private long numbers;
  private volatile boolean gone;

  Turns(SettableClock clock) {
    this.clock = clock;
  }

  /** Ends a thread of a process that was killed: nothing of ours catches it. */
  static final class Gone extends Error {
    private static final long serialVersionUID = 1;
  }

  private record Sleeper(Instant until, long number, Piece piece) {}

  /** One piece of work. */
  final class Piece {
    private final Runnable body;
    private final Semaphore go = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private Optional<Thread> thread = Optional.empty();
    private boolean waits;
    private boolean deaf;

    private Piece(Runnable body) {
      this.body = body;
    }

    /** Ends its hanging. */
    void wake() {
      Turns.this.wake(this);
    }

    private void turn() {
      if (thread.isEmpty()) {
        begun.add(this);
        threads.execute(this::run);
      }
      waits = false;
      go.release();
      try {
        if (!back.tryAcquire(TURN_SECONDS_MAX, TimeUnit.SECONDS)) {
          throw new AssertionError("a piece of work keeps its turn: " + stack());
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private String stack() {
      return thread.map(t -> List.of(t.getStackTrace()).toString()).orElse("");
    }

    private void run() {
      go.acquireUninterruptibly();
      thread = Optional.of(Thread.currentThread());
      current.set(Optional.of(this));
      try {
        body.run();
      } catch (Gone e) {
        // its process was killed
      } finally {
        current.remove();
        begun.remove(this);
        back.release();
      }
    }

    private void giveBack() throws InterruptedException {
      waits = true;
      back.release();
      go.acquireUninterruptibly();
      if (gone) {
        throw new Gone();
      }
      if (!deaf && Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  /** Work that begins at its turn. */
  Piece add(Runnable body) {
    if (gone) {
      throw new Gone();
    }
    Piece piece = new Piece(body);
    ready.add(piece);
    return piece;
  }

  /** Interrupts a piece that waits, as a cancelled future does. */
  void interrupt(Piece piece) {
    piece.thread.ifPresent(Thread::interrupt);
    if (piece.waits && !piece.deaf && !ready.contains(piece)) {
      sleepers.removeIf(s -> s.piece() == piece);
      ready.add(piece);
    }
  }

  /** Called by a piece: waits until so much time has passed. */
  void pause(Duration duration) throws InterruptedException {
    Piece me = me();
    sleepers.add(new Sleeper(clock.instant().plus(duration), numbers++, me));
    me.giveBack();
  }

  /** Called by a piece: waits until {@link #wake}; {@code deaf} hears no interrupt. */
  void hang(boolean deaf) throws InterruptedException {
    Piece me = me();
    me.deaf = deaf;
    try {
      me.giveBack();
    } finally {
      me.deaf = false;
    }
  }

  /** Whether one of its pieces has the turn, and asks. */
  boolean areMine() {
    return current.get().isPresent();
  }

  /** The piece that has the turn. */
  Piece me() {
    return current.get().orElseThrow(() -> new IllegalStateException("not a piece of work"));
  }

  /** Ends the hanging of a piece; one that was interrupted is on its way already. */
  private void wake(Piece piece) {
    if (piece.waits && !ready.contains(piece)) {
      ready.add(piece);
    }
  }

  /** Lets everything run that can run now. */
  void settle() {
    for (Piece piece = ready.poll(); piece != null; piece = ready.poll()) {
      piece.turn();
    }
  }

  /** When the next pause ends. */
  Optional<Instant> next() {
    return Optional.ofNullable(sleepers.peek()).map(Sleeper::until);
  }

  /** Makes ready what has paused long enough. */
  void due() {
    while (next().filter(t -> !t.isAfter(clock.instant())).isPresent()) {
      ready.add(sleepers.remove().piece());
    }
  }

  /** Kills everything that is under way; nothing of it does anything more. */
  void kill() {
    gone = true;
    ready.clear();
    sleepers.clear();
    for (Piece piece : List.copyOf(begun)) {
      piece.turn();
    }
    threads.shutdownNow();
  }

  boolean isGone() {
    return gone;
  }
}
