package dev.holddown.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.holddown.testing.Covers;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The core under crashes, broken disks and clocks, lost messages, silent metrics and people, with
 * the invariants as oracles. {@code ./dev sim N} plays N histories; {@code -Dsim.from=S} begins at
 * another seed, {@code -Dsim.off=CRASH,PAUSE} leaves faults out.
 */
class SimulationTest {
  private static final long SEEDS = Long.getLong("sim.seeds", 5_000);
  private static final int PARTS = 5;
  private static final long FROM = Long.getLong("sim.from", 1);

  @Test
  @Covers({
    "I01", "I02", "I03", "I04", "I05", "I06", "I07", "I09", "I10", "I11", "I12", "I13", "I16",
    "I17", "I18", "I19", "I20", "I24", "I25", "I26", "I27", "I28", "I29", "I30", "I31", "I32",
    "I33", "L34", "L35"
  })
  void no_history_breaks_an_invariant_and_every_run_ends() {
    List<Simulation.Result> results = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      long begun = processorNanos();
      List<Simulation.Result> played =
          LongStream.range(FROM + SEEDS * part / PARTS, FROM + SEEDS * (part + 1) / PARTS)
              .parallel()
              .mapToObj(seed -> Simulation.run(Replay.order(seed)))
              .toList();
      tell(part, played.size(), processorNanos() - begun);
      results.addAll(played);
    }

    results.stream().filter(r -> r.alarm().isPresent()).findFirst().ifPresent(Replay::tell);
    Map<String, Long> sometimes = new TreeMap<>();
    results.forEach(
        r -> r.history().sometimes().forEach((k, n) -> sometimes.merge(k, n, Long::sum)));
    if (SEEDS >= 5_000) {
      assertThat(Sometimes.missed(sometimes)).as("rare points that were missed").isEmpty();
    }
  }

  /** With {@code -Dsim.speed=true}; the first parts pay for the compiler, the last ones do not. */
  private static void tell(int part, int seeds, long nanos) {
    if (Boolean.getBoolean("sim.speed")) {
      System.out.printf(
          Locale.ROOT,
          "part %d of %d: %,.0f seeds for each second of processor time (%,d seeds)%n",
          part + 1,
          PARTS,
          seeds / (nanos / 1e9),
          seeds);
    }
  }

  private static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** What once broke an invariant is played for ever. */
  @Test
  void no_seed_that_once_broke_an_invariant_does_so_again() {
    List<World.Order> kept = Replay.regressions();
    assertThat(kept).isNotEmpty();
    for (World.Order order : kept) {
      Simulation.Result result = Simulation.run(order);
      if (result.alarm().isPresent()) {
        Replay.tell(result);
      }
    }
  }

  @Test
  void the_same_seed_is_the_same_history_told_or_not_drawn_or_played() {
    for (long seed = 1; seed <= 500; seed += 25) {
      Simulation.Result once = Simulation.run(World.Order.of(seed));
      long hash = once.history().hash();
      assertThat(Simulation.run(World.Order.of(seed).aloud()).history().hash()).isEqualTo(hash);
      Simulation.Result played = Simulation.run(World.Order.of(seed).playing(once.tape()));
      assertThat(played.history().hash()).isEqualTo(hash);
    }
  }

  @Test
  void without_faults_a_good_release_succeeds_and_a_bad_one_is_taken_back() {
    EnumSet<Faults.Kind> all = EnumSet.allOf(Faults.Kind.class);
    Map<String, Long> sometimes = new TreeMap<>();
    for (long seed = 1; seed <= 60; seed++) {
      Simulation.Result result = Simulation.run(World.Order.of(seed).without(all));
      if (result.alarm().isPresent()) {
        Replay.tell(result);
      }
      result.history().sometimes().forEach((k, n) -> sometimes.merge(k, n, Long::sum));
    }
    assertThat(sometimes).containsKeys("outcome SUCCEEDED", "outcome ROLLED_BACK");
    assertThat(sometimes).doesNotContainKey("crash");
  }

  @Test
  void a_history_that_breaks_an_invariant_is_made_dull() {
    World.Order planted = World.Order.of(0).with(Mutant.GAP_CLEARS_WINDOW);
    Optional<Simulation.Result> found = Hunt.first(planted, 1, 500);

    Simulation.Result bad = found.orElseGet(() -> fail("the planted bug was not found"));
    Simulation.Result dull = Shrink.of(bad);

    String invariant = bad.alarm().orElseThrow().invariant();
    assertThat(dull.alarm().orElseThrow().invariant()).isEqualTo(invariant);
    assertThat(dull.tape().length).isLessThan(bad.tape().length);
    assertThat(dull.order().off()).hasSizeGreaterThan(Faults.Kind.values().length / 2);
  }
}
