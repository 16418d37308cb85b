package dev.holddown.domain.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What events change of one watch. */
final class WatchEvents {
  private WatchEvents() {}

  static void armed(WatchState w, Instant at) {
    w.armed = true;
    w.armedAt = at;
  }

  static void disarmed(WatchState w) {
    w.armed = false;
    w.over = true;
    w.windows.clear();
  }

  static WatchState.Window window(RunEvent.WindowStarted e) {
    return new WatchState.Window(e.sampleAt(), Duration.ZERO, e.value(), e.reason());
  }

  static void gapped(WatchState w, RunEvent.WindowGapped e) {
    Duration gap = Duration.between(e.from(), e.to());
    w.windows.replaceAll(
        (level, o) -> new WatchState.Window(o.start(), o.gaps().plus(gap), o.value(), o.reason()));
  }

  static void cleared(WatchState w, String level) {
    w.windows.remove(level);
    w.fired.remove(level);
    w.done.removeIf(d -> d.startsWith(level + "+"));
  }

  static void blinded(WatchState w, RunEvent.Blinded e) {
    w.blindPaged = w.blindSince.isPresent();
    w.blindSince = Optional.of(w.blindSince.orElse(e.since()));
    w.blindWhy = e.message();
    w.sighted = false;
  }

  static void sighted(WatchState w) {
    w.sighted = true;
    w.blindSince = Optional.empty();
    w.fired.remove(Triggers.UNSEEN);
    w.blindPaged = false;
    w.blindWhy = "";
  }

  static void fired(WatchState w, RunEvent.Fired e, Instant at) {
    if (e.level().contains("+")) {
      w.done.add(e.level());
    } else {
      w.fired.put(e.level(), at);
    }
  }
}
