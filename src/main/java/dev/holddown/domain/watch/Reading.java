package dev.holddown.domain.watch;

import java.time.Instant;
import java.util.List;

/**
 * One sample of a watch, judged against each of its levels.
 *
 * @param at the time of the sample, by the provider's clock when it tells
 * @param value for charts; NaN when there is none
 * @param limit what the value was compared with, for charts; NaN when unknown
 * @param reason a sentence with value and limit, or what went wrong
 * @param breached names of the levels whose condition held
 */
public record Reading(
    Instant at, Kind kind, double value, double limit, String reason, List<String> breached) {
  /** Whether there was an answer at all. */
  public enum Kind {
    /** An answer on enough samples. */
    SEEN,
    /** No data, too few samples, stale, or not a number. */
    NO_DATA,
    /** The question could not be asked. */
    ERROR
  }

  /** A look that brought nothing, and why. */
  public static Reading error(Instant at, String why) {
    return new Reading(at, Kind.ERROR, Double.NaN, Double.NaN, why, List.of());
  }
}
