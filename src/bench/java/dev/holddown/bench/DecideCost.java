package dev.holddown.bench;

import dev.holddown.boot.Parts;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.Decision;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a sample costs that changes nothing, which is nearly every sample: {@code Run.decide} of a
 * calm reading, in nanoseconds, with 10 and with 200 watches that one hold looks at. The reference
 * is the lookup that no decision can do without: the state of the watch in its map.
 */
final class DecideCost {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration MEASURED = Duration.ofSeconds(3);

  private static final int ROUNDS = 6;

  private DecideCost() {}

  /** Takes nothing. */
  public static void main(String[] args) throws Exception {
    Figures figures = new Figures("decide");
    Parts real = new Parts(System.out, Path.of("target"), Map.of());
    Workshop workshop = new Workshop(real.clock());
    Parts parts = real.with(verbs -> workshop.verbs());
    for (int watches : new int[] {10, 200}) {
      Playbook playbook = Playbooks.read(parts.reader(), Playbooks.watched(watches, 0, "0s"));
      RunState state = calm(playbook);
      double decide = nanos(i -> decide(state, i, watches));
      double todo = nanos(i -> Run.todo(state, state.lastAt()).size());
      double lookup = nanos(i -> state.watch("w" + i % watches).sighted() ? 1 : 0);
      System.out.printf(
          Locale.ROOT,
          "%3d watches: decide %,9.0f ns, todo %,9.0f ns; reference: lookup %,6.0f ns (decide is"
              + " %,.0f of them)%n",
          watches,
          decide,
          todo,
          lookup,
          decide / lookup);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("decide_ns", decide);
      row.put("todo_ns", todo);
      row.put("lookup_ns", lookup);
      row.put("decide_over_lookup", decide / lookup);
      figures.put("watches_" + watches, row);
    }
    figures.write();
  }

  private interface Work {
    int run(int i);
  }

  /** The best of the rounds: what disturbs only adds. */
  private static double nanos(Work work) {
    double best = Double.MAX_VALUE;
    long sum = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long begun = System.nanoTime();
      long until = begun + MEASURED.toNanos() / ROUNDS;
      int done = 0;
      while (System.nanoTime() < until) {
        for (int i = 0; i < 50; i++) {
          sum += work.run(done++);
        }
      }
      best = Math.min(best, (System.nanoTime() - begun) / (double) done);
    }
    if (sum == Long.MIN_VALUE) {
      throw new IllegalStateException("never; it keeps the work from being left out");
    }
    return best;
  }

  private static RunState calm(Playbook playbook) {
    Actor ann = Actor.person("ann");
    Entry first = Run.start(Playbooks.head(playbook, "r", "reaction"), "0".repeat(64), ann, START);
    RunState state = Run.fold(new ArrayList<>(List.of(first)), Plan.of(playbook));
    state = after(state, new RunCommand.TakeLock(1, 0), START);
    for (String watch : state.plan().watches().keySet()) {
      state = after(state, ok(watch, START.plusMillis(1), Optional.empty()), START.plusMillis(1));
    }
    return state;
  }

  private static RunState after(RunState state, RunCommand command, Instant at) {
    return ((Decision.Accepted) Run.decide(state, command, Actor.engine(), at)).after();
  }

  private static int decide(RunState state, int i, int watches) {
    Instant at = START.plusMillis(1_001);
    RunCommand sample = ok("w" + i % watches, at, Optional.of(START.plusMillis(1)));
    Decision decision = Run.decide(state, sample, Actor.engine(), at);
    int events = ((Decision.Accepted) decision).entries().size();
    if (events != 0) {
      throw new IllegalStateException("a calm sample made events: " + decision);
    }
    return events;
  }

  private static RunCommand ok(String watch, Instant at, Optional<Instant> previous) {
    Reading reading = new Reading(at, Reading.Kind.SEEN, 0.004, 0.05, "calm", List.of());
    return new RunCommand.Observe(watch, reading, previous, Optional.empty());
  }
}
