package dev.holddown.connectors.support;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The end of a whole question or act, however many calls it needs. */
public final class Deadline {
  private final LongSupplier nanos;
  private final Duration whole;
  private final long start;

  /**
   * @param nanos a monotonic clock in nanoseconds
   * @param start its reading at the beginning
   */
  Deadline(LongSupplier nanos, Duration whole, long start) {
    this.nanos = nanos;
    this.whole = whole;
    this.start = start;
  }

  /** From now on, by this monotonic clock in nanoseconds. */
  public static Deadline in(Duration whole, LongSupplier nanos) {
    return new Deadline(nanos, whole, nanos.getAsLong());
  }

  /** What was given at the beginning, for messages. */
  public Duration whole() {
    return whole;
  }

  /** How long it has been running. */
  public Duration since() {
    return Duration.ofNanos(nanos.getAsLong() - start);
  }

  /** What is left of it, never below nothing. */
  public Duration left() {
    Duration left = whole.minusNanos(nanos.getAsLong() - start);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
