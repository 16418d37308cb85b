package dev.holddown.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Asks the world and changes nothing. */
public non-sealed interface Asking extends Verb {
  /** Never throws for what the world does: an outage is an {@link Answer} of kind ERROR. */
  Answer ask(Question question) throws InterruptedException;

  /**
   * The answers of the past, one for each {@code step}, oldest first; empty when the source keeps
   * no history. Used to fill gaps and to measure baselines.
   */
  default Optional<List<Answer>> past(Question question, Instant from, Instant to, Duration step)
      throws InterruptedException {
    return Optional.empty();
  }
}
