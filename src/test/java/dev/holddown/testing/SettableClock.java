package dev.holddown.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * A clock that moves only when a test moves it.
 *
 * <p>It holds two times, like a machine: the wall clock ({@link #instant}), which may be set back,
 * and a stopwatch ({@link #nanos}), which only ever goes forward. Safe for use by several threads.
 */
public final class SettableClock implements InstantSource {
  private final AtomicReference<Instant> now;
  private final AtomicLong nanos = new AtomicLong();

  /** A clock that stands at this instant. */
  public SettableClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  /** A clock that stands at an ISO 8601 instant, such as {@code 2026-03-02T10:00:00Z}. */
  public static SettableClock at(String instant) {
    return new SettableClock(Instant.parse(instant));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** The stopwatch in nanoseconds: moved by {@link #advance} and not by {@link #set}. */
  public LongSupplier nanos() {
    return nanos::get;
  }

  /**
   * Lets time pass, on both the wall clock and the stopwatch; gives the new instant.
   *
   * @throws IllegalArgumentException when the duration is negative: time does not pass backwards
   */
  public Instant advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException(
          "time cannot pass backwards by " + by + "; to set the wall clock back use set(Instant)");
    }
    nanos.addAndGet(by.toNanos());
    return now.updateAndGet(instant -> instant.plus(by));
  }

  /** Sets the wall clock, forwards or backwards, as an operator or NTP would; no time passes. */
  public void set(Instant instant) {
    now.set(instant);
  }
}
