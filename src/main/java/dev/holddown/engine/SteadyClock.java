package dev.holddown.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The wall clock's time at the start of the process, and the stopwatch from then on: a wall clock
 * that jumps neither shortens a bake nor lengthens a window. Safe for use by several threads.
 */
public final class SteadyClock implements InstantSource {
  private final LongSupplier nanos;
  private final long startNanos;
  private volatile Instant start;

  /** {@code wall} is looked at once; {@code nanos} is the stopwatch, in nanoseconds. */
  public SteadyClock(InstantSource wall, LongSupplier nanos) {
    this.nanos = nanos;
    this.start = wall.instant();
    this.startNanos = nanos.getAsLong();
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanos.getAsLong() - startNanos);
  }

  /**
   * Goes on from this moment if it is behind it. After a restart time does not begin before the
   * last event: a wall clock that was set back would otherwise blind every watch until it has
   * caught up, since samples would be older than the moment the watch was armed.
   */
  public synchronized void notBefore(Instant last) {
    Duration behind = Duration.between(instant(), last);
    if (behind.isPositive()) {
      start = start.plus(behind);
    }
  }
}
