package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunState;
import dev.holddown.testing.RealTime;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many items as a playbook may have. */
class ManyItemsTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void a_world() {
    world = World.inMemory(folder);
    world.metric("errors").was(0.001);
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  private static String playbook(int stages, int each) {
    StringBuilder yaml =
        new StringBuilder(
            "kind: playbook\nid: many\ntitle: Many\n"
                + "subject: {service: checkout, environment: prod}\nstages:\n");
    for (int stage = 0; stage < stages; stage++) {
      yaml.append("  - stage: S").append(stage).append("\n    items:\n");
      for (int item = 0; item < each; item++) {
        yaml.append("      - {check: C").append(stage).append('-').append(item);
        yaml.append(", world.metric: {name: errors}, expect: result.value < 1.0}\n");
      }
    }
    return yaml.toString();
  }

  @Test
  void a_run_of_n() {
    int stages = Integer.getInteger("many.stages", 2);
    int each = Integer.getInteger("many.each", 50);
    long began = RealTime.nanos().getAsLong();
    String run = world.start(playbook(stages, each));
    world.advance(Duration.ofSeconds(5));
    RunState s = world.state(run);
    System.out.printf("%d x %d: %d events, %d ms, %s%n", stages, each, s.version(), (RealTime.nanos().getAsLong() - began) / 1_000_000, s.phase());
    assertThat(s.outcome()).contains(Outcome.SUCCEEDED);
  }
}
