package dev.holddown.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import dev.holddown.testing.Covers;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The core under crashes, lost messages, silent metrics and people, with the invariants as oracles.
 * {@code -Dsim.seeds=N} plays N histories, {@code -Dsim.from=S} begins at another seed.
 */
class SimulationTest {
  private static final long SEEDS = Long.getLong("sim.seeds", 2_000);
  private static final long FROM = Long.getLong("sim.from", 1);

  /** Rare points without which a green run would prove little; each must be reached. */
  private static final List<String> RARE =
      List.of(
          "a closed run was taken back",
          "a forward act landed after the rollback was decided",
          "a gap was filled from the provider's history",
          "a long act",
          "a long act was asked to stop",
          "a weight was raised",
          "an act landed after its run was overtaken",
          "an act of unknown outcome was repeated",
          "an old token was refused",
          "an operation came twice and was done once",
          "crash after a request",
          "crash after commit",
          "crash before a request",
          "crash before a response",
          "crash before commit",
          "crash start of a job",
          "event BakeRestarted",
          "event Begun",
          "event GateDecided",
          "event LockLost",
          "event PhaseOverdue",
          "event Queued",
          "event ReproofBegan",
          "event SignatureVoided",
          "event WatchingBegan",
          "event WindowGapped",
          "outcome ABORTED",
          "outcome ROLLED_BACK",
          "outcome SUCCEEDED",
          "outcome TAKEN_BACK");

  @Test
  @Covers({
    "I01", "I02", "I03", "I04", "I05", "I06", "I07", "I09", "I10", "I12", "I16", "I20", "I24",
    "I25", "I26", "I27", "I28", "I29", "L34", "L35"
  })
  void no_history_breaks_an_invariant_and_every_run_ends() {
    List<Simulation.Result> results = play(FROM, SEEDS, Mutant.NONE);

    results.stream().filter(r -> r.alarm().isPresent()).findFirst().ifPresent(this::tell);
    Map<String, Long> sometimes = new TreeMap<>();
    results.forEach(r -> r.sometimes().forEach((k, n) -> sometimes.merge(k, n, Long::sum)));
    if (SEEDS >= 2_000) {
      assertThat(sometimes).as("rare points that were reached").containsKeys(rare());
    }
  }

  @Test
  void the_same_seed_is_the_same_history() {
    for (long seed = 1; seed <= 500; seed += 25) {
      long once = Simulation.run(World.Order.of(seed)).hash();
      assertThat(Simulation.run(World.Order.of(seed).aloud()).hash()).isEqualTo(once);
    }
  }

  @Test
  void without_faults_a_good_release_succeeds_and_a_bad_one_is_taken_back() {
    EnumSet<Faults.Kind> all = EnumSet.allOf(Faults.Kind.class);
    Map<String, Long> sometimes = new TreeMap<>();
    for (long seed = 1; seed <= 60; seed++) {
      Simulation.Result result = Simulation.run(World.Order.of(seed).without(all));
      if (result.alarm().isPresent()) {
        tell(result);
      }
      result.sometimes().forEach((k, n) -> sometimes.merge(k, n, Long::sum));
    }
    assertThat(sometimes).containsKeys("outcome SUCCEEDED", "outcome ROLLED_BACK");
    assertThat(sometimes).doesNotContainKey("crash");
  }

  /** A simulator that finds no planted bug would find no real one. */
  @ParameterizedTest(name = "{0} is found by {1} within {2} seeds")
  @CsvSource({
    "EFFECT_BEFORE_INTENT,    I01,               20",
    "MISSING_FSYNC,           I01|I02|I07|I09,   20",
    "BLIND_RETRY,             I03|I12,           800",
    "PROMOTE_WITHOUT_DATA,    I25|I24,           100",
    "WINDOW_LOST_ON_RESTART,  I24|I07,           200",
    "GAP_CLEARS_WINDOW,       I24,               100",
    "OLD_TOKEN_FOR_ROLLBACK,  I05,               50",
    "WATCHER_WAITS_FOR_ACT,   L34,               900"
  })
  void a_planted_bug_is_found(Mutant planted, String invariants, long seedsMax) {
    for (long done = 0; done < seedsMax; done += 20) {
      Optional<Alarm> found =
          play(1_000_001 + done, 20, planted).stream().flatMap(r -> r.alarm().stream()).findFirst();
      if (found.isPresent()) {
        assertThat(found.get().invariant()).isIn((Object[]) invariants.split("\\|"));
        return;
      }
    }
    fail(planted + " was not found in " + seedsMax + " histories");
  }

  private static List<Simulation.Result> play(long from, long seeds, Mutant planted) {
    return LongStream.range(from, from + seeds)
        .parallel()
        .mapToObj(seed -> Simulation.run(World.Order.of(seed).with(planted)))
        .toList();
  }

  private static String[] rare() {
    return RARE.toArray(String[]::new);
  }

  /** The history with as few faults as it takes, line by line. */
  private void tell(Simulation.Result result) {
    Alarm alarm = result.alarm().orElseThrow();
    Simulation.Result least = Simulation.shrunk(result.order(), alarm);
    fail(
        "seed "
            + result.order().seed()
            + " breaks "
            + alarm.getMessage()
            + "\nwith as few faults as it takes (left out: "
            + least.order().off()
            + "):\n"
            + String.join("\n", least.lines())
            + "\n"
            + least.alarm().map(Alarm::getMessage).orElse("nothing"));
  }
}
