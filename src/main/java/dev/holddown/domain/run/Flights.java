package dev.holddown.domain.run;

import java.time.Instant;
import java.util.stream.Stream;

/** Acts of which it is not known whether they land. */
final class Flights {
  private Flights() {}

  /** When nothing of the run can land any more; it keeps its lock until then. */
  static Instant over(RunState s) {
    return Stream.concat(Stream.of(s.landsUntil), open(s).map(Act::landsUntil))
        .max(Instant::compareTo)
        .orElseThrow();
  }

  /** Forward acts that did not end. */
  static Stream<Act> open(RunState s) {
    return s.items.entrySet().stream()
        .filter(e -> !s.plan().inRollback(e.getKey()))
        .flatMap(e -> e.getValue().act.filter(ActState::open).stream())
        .map(ActState::act);
  }
}
