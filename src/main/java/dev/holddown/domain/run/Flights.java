package dev.holddown.domain.run;

import java.time.Instant;
import java.util.stream.Stream;

/** Forward acts of which it is not known whether they land. */
final class Flights {
  private Flights() {}

  /** Whether one of them may still land. */
  static boolean landing(RunState s, Instant at) {
    return !Children.open(s).isEmpty()
        || s.others.until().isAfter(at)
        || open(s).anyMatch(act -> act.act().landsUntil().isAfter(at));
  }

  static Stream<ActState> open(RunState s) {
    return s.items.entrySet().stream()
        .filter(e -> isForward(s, e.getKey()))
        .flatMap(e -> e.getValue().act.filter(ActState::open).stream());
  }

  /** Whether an act of this line goes forward; a message that is owed changes nothing. */
  static boolean isForward(RunState s, String key) {
    return !s.plan().inRollback(key) && !Owed.isKey(key);
  }

  /** Moments from which on something that was begun can land no more. */
  static Stream<Instant> moments(RunState s) {
    return Stream.concat(
        open(s).map(act -> act.act().landsUntil()), Stream.of(s.others.until(), s.late.until()));
  }
}
