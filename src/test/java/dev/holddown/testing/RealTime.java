package dev.holddown.testing;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The machine's own time, for the few tests whose subject is a real server or process.
 *
 * <p>Everything else takes a {@link SettableClock}. This is the one place in the tests that may ask
 * the machine; TidyTest refuses every other.
 */
public final class RealTime {
  private RealTime() {}

  /** The monotonic stopwatch in nanoseconds, for deadlines of real calls. */
  public static LongSupplier nanos() {
    return System::nanoTime;
  }

  /** The machine's wall clock. */
  public static InstantSource clock() {
    return InstantSource.system();
  }
}
