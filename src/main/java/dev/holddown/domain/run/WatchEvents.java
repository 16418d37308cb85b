package dev.holddown.domain.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What events change of one watch. */
final class WatchEvents {
  private WatchEvents() {}

  /** The newest sample that any event tells of: older ones are not new after a restart either. */
  static void told(WatchState w, Instant sampleAt) {
    w.newest = Optional.of(w.newest.filter(n -> n.isAfter(sampleAt)).orElse(sampleAt));
  }

  static void armed(WatchState w, Instant at) {
    w.armed = true;
    w.armedAt = at;
  }

  static void disarmed(WatchState w) {
    w.armed = false;
    w.over = true;
    w.windows.clear();
  }

  static void started(WatchState w, RunEvent.WindowStarted e) {
    told(w, e.sampleAt());
    w.windows.put(
        e.level(), new WatchState.Window(e.sampleAt(), Duration.ZERO, e.value(), e.reason()));
  }

  static void gapped(WatchState w, RunEvent.WindowGapped e) {
    told(w, e.to());
    Duration gap = Duration.between(e.from(), e.to());
    w.windows.replaceAll(
        (level, o) -> new WatchState.Window(o.start(), o.gaps().plus(gap), o.value(), o.reason()));
  }

  static void cleared(WatchState w, RunEvent.WindowCleared e) {
    String level = e.level();
    told(w, e.sampleAt());
    w.windows.remove(level);
    w.fired.remove(level);
    w.done.removeIf(d -> d.startsWith(level + "+"));
  }

  static void blinded(WatchState w, RunEvent.Blinded e) {
    w.blindPaged = w.blindSince.isPresent();
    w.blindSince = Optional.of(w.blindSince.orElse(e.since()));
    w.blindWhy = e.message();
    w.blindTold++;
    w.sighted = false;
  }

  static void sighted(WatchState w, RunEvent.Sighted e) {
    told(w, e.sampleAt());
    w.sighted = true;
    w.blindSince = Optional.empty();
    w.fired.remove(Triggers.UNSEEN);
    w.blindPaged = false;
    w.blindWhy = "";
    w.blindTold = 0;
  }

  static void fired(WatchState w, RunEvent.Fired e, Instant at) {
    if (e.level().contains("+")) {
      w.done.add(e.level());
    } else {
      w.fired.put(e.level(), at);
    }
  }
}
