package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From when to when each watch looks. */
final class Arming {
  private Arming() {}

  /**
   * The watches to arm or disarm now; empty when all stand as they should. All at once, since
   * arming one changes nothing for another, and a run may have hundreds.
   */
  static List<RunEvent> next(RunState s, Instant at) {
    List<RunEvent> events = new ArrayList<>();
    for (Plan.WatchKey key : s.plan().watches().values()) {
      WatchState state = s.watch(key.key());
      if (state.over || key.watch().source() instanceof Watch.Source.Declared) {
        continue;
      }
      Watch.Armed armed = key.watch().armed();
      boolean begun = reached(Moments.at(s, armed.from(), true), at);
      boolean ended = reached(Moments.at(s, armed.to(), false), at);
      if (state.armed && ended) {
        events.add(new RunEvent.Disarmed(key.key()));
      }
      boolean release = s.head.mode() != RunHead.Mode.ROLLBACK;
      boolean forward = release && (s.phase == Phase.FORWARD || s.phase == Phase.WATCHING);
      boolean ofRollback = armed.from().anchor().startsWith("rollback.");
      boolean may = forward || (s.phase == Phase.ROLLING_BACK && ofRollback);
      if (!state.armed && begun && !ended && may) {
        events.add(new RunEvent.Armed(key.key()));
      }
    }
    return events;
  }

  /** Moments that are known and still to come, at which a watch is armed or disarmed. */
  static List<Instant> ahead(RunState s, Instant at) {
    if (s.plan().watches().isEmpty()) {
      return List.of();
    }
    return s.plan().watches().values().stream()
        .filter(key -> !s.watch(key.key()).over)
        .flatMap(key ->
            java.util.stream.Stream.of(
                Moments.at(s, key.watch().armed().from(), true),
                Moments.at(s, key.watch().armed().to(), false)))
        .flatMap(Optional::stream)
        .filter(t -> t.isAfter(at))
        .toList();
  }

  private static boolean reached(Optional<Instant> moment, Instant at) {
    return moment.filter(t -> !t.isAfter(at)).isPresent();
  }
}
