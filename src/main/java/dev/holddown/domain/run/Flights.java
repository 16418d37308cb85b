package dev.holddown.domain.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    List<ActState> open = new ArrayList<>();
    for (Map.Entry<String, ItemState> entry : s.items.entrySet()) {
      Optional<ActState> act = entry.getValue().act;
      // seldom is one open, and this is asked of each state of a run that goes back or ends
      if (act.isPresent() && act.get().open() && isForward(s, entry.getKey())) {
        open.add(act.get());
      }
    }
    return open.stream();
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
