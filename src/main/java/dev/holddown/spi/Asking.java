package dev.holddown.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the world and changes nothing. */
public non-sealed interface Asking extends Verb {
  /** Never throws for what the world does: an outage is an {@link Answer} of kind ERROR. */
  Answer ask(Question question) throws InterruptedException;

  /** Whether some of its questions have something in {@link #common} with others. */
  default boolean joins() {
    return false;
  }

  /**
   * What a question has in common with those that one call may answer together with it: theirs is
   * equal. Empty for one that is asked alone.
   */
  default Optional<Map<String, Object>> common(Question question) {
    return Optional.empty();
  }

  /**
   * Asks several questions with the same {@link #common} and time-out by one call, about the moment
   * of the first. Each answer is what the question alone would have got, with nothing in its proof
   * that is only another one's. Empty for those that have to be asked alone: all of them when the
   * one call was refused.
   *
   * @param questions at least one; their answers come in their order
   */
  default List<Optional<Answer>> askTogether(List<Question> questions) throws InterruptedException {
    return Collections.nCopies(questions.size(), Optional.empty());
  }

  /**
   * The answers of the past, one for each {@code step}, oldest first; empty when the source keeps
   * no history. Used to fill gaps and to measure baselines.
   */
  default Optional<List<Answer>> past(Question question, Instant from, Instant to, Duration step)
      throws InterruptedException {
    return Optional.empty();
  }
}
