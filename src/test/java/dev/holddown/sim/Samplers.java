package dev.holddown.sim;

import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Samples each watch at its own pace. Plays the part of {@code engine.Looks}. */
final class Samplers {
  private final World world;
  private final SimProcess process;
  private final Acts acts;
  private final Map<SimJobs.Task, Boolean> inFlight = new HashMap<>();

  Samplers(World world, SimProcess process, Acts acts) {
    this.world = world;
    this.process = process;
    this.acts = acts;
  }

  void start(SimJobs.Task task, String watch) {
    beat(task, watch);
  }

  private void beat(SimJobs.Task task, String watch) {
    if (task.cancelled) {
      return;
    }
    process.local(Book.EVERY.toMillis(), () -> beat(task, watch));
    Instant now = process.machine().now();
    if (inFlight.getOrDefault(task, false)) {
      deliver(task, watch, Metrics.none(Reading.Kind.ERROR, now));
      return;
    }
    boolean waits = world.mutant == Mutant.WATCHER_WAITS_FOR_ACT && acts.underWay();
    if (!waits) {
      look(task, watch, now);
    }
  }

  private void look(SimJobs.Task task, String watch, Instant now) {
    Optional<RunState> state = process.state(task.run);
    if (state.isEmpty() || !state.get().watch(watch).armed()) {
      return;
    }
    List<Faults.Kind> trouble = world.metrics.trouble(watch);
    long takes = world.chance.between(5, 200);
    Reading reading = truth(watch, now);
    for (Faults.Kind kind : trouble) {
      switch (kind) {
        case SAMPLES_STOP -> {
          return;
        }
        case NO_DATA -> reading = Metrics.none(Reading.Kind.NO_DATA, now);
        case SAMPLE_ERRS -> reading = Metrics.none(Reading.Kind.ERROR, now);
        case SAMPLE_STALE -> {
          Optional<Instant> last = process.lastSeen(task.run, watch);
          reading = truth(watch, last.orElse(now));
        }
        case COUNTER_RESET -> reading = calm(reading);
        case SAMPLE_LATE -> takes = world.chance.between(300, 9_000);
        default -> throw new IllegalStateException("no trouble of a sample: " + kind);
      }
    }
    inFlight.put(task, true);
    Reading told = reading;
    process.local(
        takes,
        () -> {
          inFlight.remove(task);
          process.port("before a sample");
          if (!task.cancelled) {
            if (told.kind() == Reading.Kind.SEEN) {
              past(task, watch, now);
            }
            deliver(task, watch, told);
          }
        });
  }

  /** A gap longer than allowed is asked back from a provider that keeps its history. */
  private void past(SimJobs.Task task, String watch, Instant now) {
    Optional<Instant> last = process.lastSeen(task.run, watch);
    if (!world.metrics.keepsHistory()
        || last.isEmpty()
        || !last.get().plus(Book.MAX_GAP).isBefore(now)) {
      return;
    }
    world.history.sometimes("a gap was filled from the provider's history");
    Instant at = last.get().plus(Book.EVERY);
    while (!at.isAfter(now.minus(Book.EVERY))) {
      deliver(task, watch, truth(watch, at));
      at = at.plus(Book.EVERY);
    }
  }

  /** What the provider has for a moment of this machine's clock. */
  private Reading truth(String watch, Instant at) {
    return world.metrics.truth(watch, at, process.machine().when(at));
  }

  private void deliver(SimJobs.Task task, String watch, Reading truth) {
    Reading told = truth;
    boolean none = truth.kind() != Reading.Kind.SEEN;
    if (none && world.mutant == Mutant.PROMOTE_WITHOUT_DATA) {
      told = calm(truth);
    }
    boolean open =
        process.state(task.run).filter(s -> !s.watch(watch).windows().isEmpty()).isPresent();
    if (none && open && world.mutant == Mutant.GAP_CLEARS_WINDOW) {
      told = calm(truth);
    }
    process.observed(task.run, watch, told, truth);
  }

  private static Reading calm(Reading truth) {
    return new Reading(truth.at(), Reading.Kind.SEEN, 0, 0.01, "nothing bad", List.of());
  }
}
