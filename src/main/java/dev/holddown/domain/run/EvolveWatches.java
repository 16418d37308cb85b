package dev.holddown.domain.run;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Folds events of watches, and of the bakes that they let count. */
final class EvolveWatches {
  private final RunState s;
  private final Instant at;

  EvolveWatches(RunState next, Instant at) {
    this.s = next;
    this.at = at;
  }

  void apply(RunEvent event) {
    switch (event) {
      case RunEvent.BakeBegan e -> bakeBegan(e.key());
      case RunEvent.BakeRestarted e -> bakeBegan(e.key());
      case RunEvent.BakePassed e -> s.change(e.key(), EvolveWatches::bakePassed);
      case RunEvent.StepPassed e -> s.change(e.key(), i -> stepPassed(i, e.step()));
      case RunEvent.Armed e -> s.changeWatch(e.watch(), this::armed);
      case RunEvent.Disarmed e -> s.changeWatch(e.watch(), EvolveWatches::disarmed);
      case RunEvent.WindowStarted e -> {
        pauseBakes(e.watch(), e.sampleAt());
        s.changeWatch(e.watch(), w -> w.windows.put(e.level(), window(e)));
      }
      case RunEvent.WindowGapped e -> s.changeWatch(e.watch(), w -> gapped(w, e));
      case RunEvent.WindowCleared e -> {
        s.changeWatch(e.watch(), w -> cleared(w, e.level()));
        resumeBakes(e.watch(), e.sampleAt());
      }
      case RunEvent.Blinded e -> {
        pauseBakes(e.watch(), e.since());
        s.changeWatch(e.watch(), w -> blinded(w, e));
      }
      case RunEvent.Sighted e -> {
        s.changeWatch(e.watch(), EvolveWatches::sighted);
        resumeBakes(e.watch(), e.sampleAt());
      }
      case RunEvent.Fired e -> s.changeWatch(e.watch(), w -> fired(w, e));
      default -> throw new IllegalStateException("no rule for " + event);
    }
  }

  // --- bakes: only time covered by fresh OK samples counts ---

  private void bakeBegan(String key) {
    boolean calm = Baking.calm(s, key);
    s.change(
        key,
        i -> {
          i.baking = true;
          i.bakePassed = false;
          i.startCounting(at, calm);
        });
  }

  private static void bakePassed(ItemState i) {
    i.baking = false;
    i.countingSince = Optional.empty();
    i.bakePassed = true;
    // who signed for the start has not signed for what follows the bake
    i.signatures.clear();
  }

  private static void stepPassed(ItemState i, int step) {
    i.forget();
    i.signatures.clear();
    i.step = step + 1;
  }

  void pauseBakes(String watchKey, Instant from) {
    for (String key : Baking.affected(s, watchKey)) {
      s.change(key, i -> i.stopCounting(from));
    }
  }

  private void resumeBakes(String watchKey, Instant sampleAt) {
    for (String key : Baking.affected(s, watchKey)) {
      if (s.item(key).countingSince.isEmpty()) {
        boolean all = Baking.calm(s, key);
        s.change(key, i -> i.calmSince(sampleAt, all));
      }
    }
  }

  // --- watches ---

  private void armed(WatchState w) {
    w.armed = true;
    w.armedAt = at;
  }

  private static void disarmed(WatchState w) {
    w.armed = false;
    w.over = true;
    w.windows.clear();
  }

  private static WatchState.Window window(RunEvent.WindowStarted e) {
    return new WatchState.Window(e.sampleAt(), Duration.ZERO, e.value(), e.reason());
  }

  private static void gapped(WatchState w, RunEvent.WindowGapped e) {
    Duration gap = Duration.between(e.from(), e.to());
    w.windows.replaceAll(
        (level, o) -> new WatchState.Window(o.start(), o.gaps().plus(gap), o.value(), o.reason()));
  }

  private static void cleared(WatchState w, String level) {
    w.windows.remove(level);
    w.fired.remove(level);
    w.done.removeIf(d -> d.startsWith(level + "+"));
  }

  private static void blinded(WatchState w, RunEvent.Blinded e) {
    w.blindPaged = w.blindSince.isPresent();
    w.blindSince = Optional.of(w.blindSince.orElse(e.since()));
    w.blindWhy = e.message();
    w.sighted = false;
  }

  private static void sighted(WatchState w) {
    w.sighted = true;
    w.blindSince = Optional.empty();
    w.fired.remove(Triggers.UNSEEN);
    w.blindPaged = false;
    w.blindWhy = "";
  }

  private void fired(WatchState w, RunEvent.Fired e) {
    if (e.level().contains("+")) {
      w.done.add(e.level());
    } else {
      w.fired.put(e.level(), at);
    }
  }
}
