package dev.holddown.domain.run;

import java.time.Instant;
import java.util.stream.Stream;

/** Forward acts of which it is not known whether they land. */
final class Flights {
  private Flights() {}

  /** Whether one of them may still land. */
  static boolean landing(RunState s, Instant at) {
    return !Children.open(s).isEmpty()
        || s.othersLandUntil.isAfter(at)
        || open(s).anyMatch(act -> act.landsUntil().isAfter(at));
  }

  static Stream<Act> open(RunState s) {
    return s.items.entrySet().stream()
        .filter(e -> !s.plan().inRollback(e.getKey()))
        .flatMap(e -> e.getValue().act.filter(ActState::open).stream())
        .map(ActState::act);
  }
}
