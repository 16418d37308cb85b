package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.run.Decision;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Finding;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import dev.holddown.testing.RealTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** {@code -Dmany.items=10000} runs as many as there may be, which takes half a minute. */
  @Test
  void a_run_of_many_items_comes_to_its_end() {
    int items = Integer.getInteger("many.items", 400);
    long began = RealTime.nanos().getAsLong();

    String run = world.start(playbook(1, items));
    world.advance(Duration.ofSeconds(5));

    RunState s = world.state(run);
    long millis = (RealTime.nanos().getAsLong() - began) / 1_000_000;
    System.out.printf("%d items, %d events: %d ms%n", items, s.version(), millis);
    assertThat(s.outcome()).contains(Outcome.SUCCEEDED);
    assertThat(s.version()).isEqualTo(3L * items + 5);
  }

  @Test
  void of_ten_thousand_items_a_share_is_asked_at_once_and_one_more_for_each_answer() {
    Plan plan = Plan.of(world.playbook(playbook(1, 10_000)));
    RunHead head =
        new RunHead(
            "r1",
            "many",
            "Many",
            "checkout",
            "prod",
            RunHead.Mode.RELEASE,
            Map.of(),
            "ann",
            Optional.empty());
    Entry first = Run.start(head, "digest", Actor.person("ann"), World.at("10:00:00"));
    RunState state = Run.fold(List.of(first), plan);

    Decision decision =
        Run.decide(state, new RunCommand.TakeLock(1, 0), Actor.engine(), World.at("10:00:00"));

    assertThat(decision).isInstanceOf(Decision.Accepted.class);
    RunState after = ((Decision.Accepted) decision).after();
    assertThat(asked(after)).hasSize(256).endsWith("c0_255");
    Finding good = Finding.of(Verdict.PASSED, "it is so");
    RunCommand answer = new RunCommand.Answer("c0_7", Purpose.CHECK, 1, good);
    RunState next =
        ((Decision.Accepted) Run.decide(after, answer, Actor.engine(), World.at("10:00:01")))
            .after();
    assertThat(asked(next)).hasSize(256).doesNotContain("c0_7").endsWith("c0_256");
  }

  private static List<String> asked(RunState state) {
    return Run.todo(state, World.at("10:00:01")).stream()
        .map(Job::work)
        .filter(Job.Work.Ask.class::isInstance)
        .map(work -> ((Job.Work.Ask) work).key())
        .toList();
  }
}
