package dev.holddown.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.PriorityQueue;

/** The one clock, and what is to happen when. */
final class Timeline implements InstantSource {
  /** When every history begins. */
  static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

  private static final long START_MILLIS = START.toEpochMilli();

  private final PriorityQueue<Due> queue = new PriorityQueue<>(Timeline::compare);
  private long now = START_MILLIS;
  private long number;

  private record Due(long at, long number, Runnable what) {}

  private static int compare(Due one, Due other) {
    int byTime = Long.compare(one.at(), other.at());
    return byTime != 0 ? byTime : Long.compare(one.number(), other.number());
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(now);
  }

  /** Since the start of the history. */
  Duration elapsed() {
    return Duration.ofMillis(now - START_MILLIS);
  }

  long nowMillis() {
    return now;
  }

  /** The same in milliseconds. */
  long elapsedMillis() {
    return now - START_MILLIS;
  }

  void in(long millis, Runnable what) {
    queue.add(new Due(now + millis, number++, what));
  }

  void at(Instant when, Runnable what) {
    queue.add(new Due(Math.max(now, when.toEpochMilli()), number++, what));
  }

  boolean empty() {
    return queue.isEmpty();
  }

  /** When the next thing happens. */
  long next() {
    return queue.isEmpty() ? Long.MAX_VALUE : queue.peek().at();
  }

  void moveTo(long millis) {
    now = Math.max(now, millis);
  }

  /** Lets the next thing happen. */
  void step() {
    Due due = queue.remove();
    moveTo(due.at());
    due.what().run();
  }
}
