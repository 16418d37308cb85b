package dev.holddown.view;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stretch of time of a run, for a tracing system. It tells names of the playbook, states and
 * numbers; never a value, a person, or what anybody wrote.
 */
public record TraceSpan(Ids ids, String name, Instant start, Instant end, Told told) {
  /**
   * Who it is: made of the run and of what began it, so that the same span has the same ids
   * whichever node tells it.
   *
   * @param trace 32 hex digits, one for a run
   * @param span 16 hex digits
   * @param parent empty for the run itself
   */
  public record Ids(String trace, String span, Optional<String> parent) {}

  /**
   * What is said of it.
   *
   * @param error one fixed word, such as {@code FAILED}; empty when all was well
   * @param linked the run span of the run that this one takes back or was started by
   */
  public record Told(
      Map<String, String> attributes,
      Optional<String> error,
      List<Moment> moments,
      Optional<Ids> linked) {}

  /** Something that happened in it. */
  public record Moment(Instant at, String name, Map<String, String> attributes) {}
}
