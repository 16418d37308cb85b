package dev.holddown.web;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * One client of a stream: what has happened and it has not taken yet. When that is more than it may
 * keep, or something could not be offered, it is late, keeps nothing any more, and delays nobody.
 */
final class Follower {
  static final int QUEUE_EVENTS_MAX = 1_024;

  private final Optional<String> run;
  private final Predicate<String> sees;
  private final Set<String> besides;
  private final BlockingQueue<Optional<Given.Happened>> queue =
      new ArrayBlockingQueue<>(QUEUE_EVENTS_MAX);
  private volatile boolean late;
  private volatile boolean ended;

  /** {@code run}: the one run that it follows; empty for all. */
  Follower(Optional<String> run) {
    this(run, any -> true);
  }

  /** {@code sees}: whether it may see a run. */
  Follower(Optional<String> run, Predicate<String> sees) {
    this(run, sees, Set.of());
  }

  /** {@code besides}: logs that it follows as well. */
  Follower(Optional<String> run, Predicate<String> sees, Set<String> besides) {
    this.run = run;
    this.sees = sees;
    this.besides = besides;
  }

  /** Never waits for the client; fails as what tells whether it sees the run does. */
  void offer(Given.Happened happened) {
    if (late) {
      return;
    }
    boolean followed = run.isEmpty() || run.get().equals(happened.run());
    boolean mine = besides.contains(happened.run()) || (followed && sees.test(happened.run()));
    if (mine && !queue.offer(Optional.of(happened))) {
      miss();
    }
  }

  /** Something is left out; it keeps nothing any more. */
  void miss() {
    late = true;
    wake();
  }

  /** Whether something was left out: it took too little, or the server could not offer it. */
  boolean late() {
    return late;
  }

  /** The server ends. */
  void end() {
    ended = true;
    wake();
  }

  boolean ended() {
    return ended;
  }

  /** Drops what is there and leaves a mark that lets the client's thread look up. */
  private void wake() {
    queue.clear();
    queue.offer(Optional.empty());
  }

  /** The next one, when it comes in time. */
  Optional<Given.Happened> next(long millisMax) throws InterruptedException {
    Optional<Given.Happened> next = queue.poll(millisMax, TimeUnit.MILLISECONDS);
    return next == null ? Optional.empty() : next;
  }
}
