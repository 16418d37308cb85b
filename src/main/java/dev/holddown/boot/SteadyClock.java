package dev.holddown.boot;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The system's time at the start of the process, and monotonic from then on: a wall clock that
 * jumps neither shortens a bake nor lengthens a window.
 */
final class SteadyClock implements InstantSource {
  private final Instant start = Instant.now();
  private final long startNanos = System.nanoTime();

  @Override
  public Instant instant() {
    return start.plusNanos(System.nanoTime() - startNanos);
  }
}
