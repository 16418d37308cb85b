package dev.holddown.domain.run;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that should be going on now.
 *
 * @param id the same work has the same id; it is started at most once, and cancelled when it is no
 *     longer to do
 * @param notBefore when it may start at the earliest
 */
public record Job(String id, Lane lane, Optional<Instant> notBefore, Work work) {
  /** What is to be done. */
  public sealed interface Work {
    /** Ask the probe of an item. */
    record Ask(String key, int attempt, Purpose purpose) implements Work {}

    /** Intend, then act, then tell how it ended. */
    record Perform(String key, int attempt) implements Work {}

    /** Ask after a begun act. */
    record LookAfter(String key, String op, String reference) implements Work {}

    /** Ask a begun act to end. */
    record Stop(String key, String op, String reference) implements Work {}

    /** Sample a watch, again and again. */
    record Look(String watch) implements Work {}

    /** Measure a baseline. */
    record Measure(String metric) implements Work {}

    /** Evaluate {@code rollback.to}. */
    record FindWayBack() implements Work {}

    /** Tell the run that time passed. */
    record Wake() implements Work {}

    /** Wait for a person. */
    record Person(String key, String who, String what) implements Work {}

    /** Start a run, once; then wait for its end. */
    record Child(String key, String run) implements Work {}

    /** Wait for the lock. */
    record Lock(String holder) implements Work {}
  }
}
