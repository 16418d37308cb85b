package dev.holddown.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.Covers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One seed is one history: the real core and engine over a simulated clock, store, target, metrics
 * and people, with a crash at every port call. More histories: {@code -Dsim.seeds=5000}.
 */
class SimulationTest {
  private static final long SEEDS = Long.getLong("sim.seeds", 200);
  private static final long HUNT_MAX = Long.getLong("sim.hunt", 600);

  @Test
  @Covers({
    "I01", "I02", "I03", "I05", "I06", "I07", "I09", "I10", "I12", "I20", "I24", "I25", "I26",
    "I29", "L34", "L35"
  })
  void no_history_breaks_a_promise() {
    Map<String, Integer> reached = new LinkedHashMap<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      Simulation.Result result = Simulation.run(World.Order.of(seed));
      assertThat(result.alarm())
          .as("seed %d; told in full by World.Order.of(seed).aloud()", seed)
          .isEmpty();
      result.sometimes().keySet().forEach(what -> reached.merge(what, 1, Integer::sum));
    }
    assertThat(reached).as("what a good simulator gets to see").hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource(value = Mutant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void each_planted_bug_is_found(Mutant planted) {
    Optional<Long> found =
        LongStream.rangeClosed(1, HUNT_MAX)
            .filter(seed -> Simulation.run(World.Order.of(seed).with(planted)).alarm().isPresent())
            .boxed()
            .findFirst();
    assertThat(found)
        .as("%s was planted; no seed up to %d finds it", planted, HUNT_MAX)
        .isPresent();
    System.out.println("sim: " + planted + " is found by seed " + found.orElseThrow());
  }
}
