package dev.holddown.connectors.support;

import dev.holddown.domain.kernel.Span;
import java.time.Duration;
import java.time.Instant;

/**
 * The moments of a look into the past.
 *
 * @param first in milliseconds since 1970
 * @param step milliseconds from one to the next
 */
public record Moments(long first, long step, int count) {
  /**
   * Those from one moment to another.
   *
   * @throws CallRefused when there are none, or more than {@code most}
   */
  public static Moments of(Instant from, Instant to, Duration step, int most) throws CallRefused {
    long steps = step.toMillis() < 1 ? -1 : Duration.between(from, to).toMillis() / step.toMillis();
    if (steps < 0 || steps >= most || from.isAfter(to)) {
      throw new CallRefused(
          "a look into the past needs a step of at least 1ms and at most "
              + most
              + " steps; asked was "
              + from
              + " to "
              + to
              + " every "
              + Span.text(step));
    }
    return new Moments(from.toEpochMilli(), step.toMillis(), (int) steps + 1);
  }

  /** In milliseconds since 1970. */
  public long at(int index) {
    return first + index * step;
  }

  /** At most so many of them, from this index on. */
  public Moments part(int index, int most) {
    return new Moments(at(index), step, Math.min(most, count - index));
  }
}
