package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message that must be read: delivered is not enough. */
class AckTest {
  private static final String TOLD =
      """
      kind: playbook
      id: told
      title: Tell the one on call
      subject: {service: shop, environment: prod}
      stages:
        - stage: Before
          id: before
          items:
            - {message: It goes out now, id: told, to: ["file:call.log"], text: "2.0.0 goes out", ack: {role: on_call, within: 10m}}
      """;

  @TempDir Path folder;

  @Test
  @Covers("C-17")
  void a_message_is_passed_when_the_one_on_call_says_that_it_was_read() {
    try (World world = World.inMemory(folder)) {
      String run = world.start(TOLD);
      assertThat(world.state(run).item("told_sent").status()).isEqualTo(ItemStatus.PASSED);
      assertThat(world.state(run).item("told").status()).isEqualTo(ItemStatus.OPEN);
      world.advance(Duration.ofMinutes(9));
      assertThat(world.log(run).all(RunEvent.Late.class)).isEmpty();
      world.advance(Duration.ofMinutes(2));
      assertThat(world.log(run).the(RunEvent.Late.class).text())
          .startsWith("\"Read: It goes out now\" is late: it was due at 2026-03-02T10:10:00");
      assertThat(world.pages()).singleElement().asString().contains("is late");

      assertThat(world.says("olga", run, new RunCommand.Sign("told_read", "operator", "seen")))
          .contains("on_call");
      assertThat(world.says("olga", run, new RunCommand.Sign("told_read", "on_call", "seen")))
          .isEmpty();
      assertThat(world.state(run).item("told").status()).isEqualTo(ItemStatus.PASSED);
      assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
    }
  }
}
