package dev.holddown.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.store.Postgres;
import dev.holddown.testing.Covers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine's process is killed ({@code kill -9}) at random moments of the demo's release. {@code
 * -Dkills=N} asks for N kills, {@code -Dkills.seed=S} for other moments, {@code -Dkills.lanes=L}
 * for L worlds beside each other; {@code ./dev kill N} is the long form.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("kills", 6);
  private static final int KILLS_ON_POSTGRES = Integer.getInteger("kills.db", 3);
  private static final int LANES = Integer.getInteger("kills.lanes", 1);
  private static final long SEED = Long.getLong("kills.seed", 1);

  @Test
  @Covers({"I01", "I02", "I03", "I04", "I24", "I29", "L35"})
  void releases_end_as_without_kills_and_nothing_is_done_twice(@TempDir Path folder)
      throws Exception {
    lanes(folder, KILLS, Map::of);
  }

  @Test
  @Covers({"I01", "I02", "I03", "I04", "I24", "I29", "L35"})
  void the_same_on_postgresql(@TempDir Path folder) throws Exception {
    lanes(folder, KILLS_ON_POSTGRES, () -> Map.of("HOLDDOWN_DB", Postgres.database()));
  }

  /** A kill is mostly waiting, so several worlds fit beside each other; none knows the others. */
  private static void lanes(Path folder, int kills, Supplier<Map<String, String>> environment)
      throws Exception {
    List<Future<?>> lanes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(LANES)) {
      for (int lane = 0; lane < LANES; lane++) {
        Path own = Files.createDirectories(folder.resolve("lane-" + lane));
        Map<String, String> variables = environment.get();
        long seed = SEED + 1_000L * lane;
        int share = (kills + LANES - 1) / LANES;
        lanes.add(
            threads.submit(() -> {
              kills(own, seed, variables, share);
              return "ended";
            }));
      }
    }
    for (Future<?> lane : lanes) {
      lane.get();
    }
  }

  private static void kills(Path folder, long seed, Map<String, String> environment, int kills)
      throws Exception {
    try (Killing killing = new Killing(folder, seed, environment)) {
      for (int number = 1; killing.kills() < kills; number++) {
        Killing.Release release = killing.release(number);

        assertThat(release.end().standing().result().outcome())
            .as("%s", release.end().standing())
            .contains(release.wanted());
        assertThat(release.changes())
            .as("operations at a target that does whatever it is sent")
            .hasSize(1);
        assertThat(killing.log(release.run()))
            .as("an acknowledged signature")
            .anyMatch(line -> line.contains("signed by ann as operator"));
        System.out.printf(
            "kills: %d so far (seed %d); %s of %s %s%n",
            killing.kills(), seed, release.run(), release.version(), release.wanted());
      }

      Program.Said verified = killing.program().verb("log", "verify");
      assertThat(verified.exit()).as(verified.text()).isZero();
      assertThat(new HashSet<>(verified.text().lines().toList())).isNotEmpty();
    }
  }
}
