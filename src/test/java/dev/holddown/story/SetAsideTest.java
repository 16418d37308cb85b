package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.engine.Request;
import dev.holddown.store.Raw;
import dev.holddown.testing.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that cannot be read stops nobody else's. */
class SetAsideTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: aside
      title: Release
      subject: {service: SERVICE, environment: prod}
      inputs: {version: {type: version}}
      stages:
        - stage: Deploy
          items:
            - step: Deploy
              id: deploy
              world.deploy: {version: "${inputs.version}"}
              timeout: 30s
              done: {world.deployed: {}, expect: result.version == inputs.version}
            - {signoff: Approval, id: approval, sign: {role: approver}}
      rollback:
        to: {version: 1.0.0}
        phases:
          - phase: Back
            time-box: 5m
            items:
              - step: Back
                id: back
                world.deploy: {version: "${rollback.to.version}"}
                done: {world.deployed: {}, expect: result.version == rollback.to.version}
      """;

  @TempDir Path folder;
  private World world;
  private String bad = "";
  private String good = "";

  @BeforeEach
  void two_releases_that_wait_for_a_signature() {
    world = World.onDisk(folder);
    world.target("version").is("1.0.0");
    bad = world.start(RELEASE.replace("SERVICE", "checkout"), "version=1.1.0");
    good = world.start(RELEASE.replace("SERVICE", "search"), "version=2.0.0");
    world.advance(Duration.ofSeconds(5));
  }

  @AfterEach
  void the_end() {
    world.kill(); // its close would not find the log whole
  }

  private void damaged(String change) {
    world.kill();
    Raw.tamper(
        folder.resolve("holddown.db"),
        "UPDATE events SET payload = CAST('"
            + change
            + "' AS BLOB) WHERE run = '"
            + bad
            + "' AND type = 'act.intended'");
  }

  @Test
  @Covers("F-24")
  void the_others_go_on_and_are_rolled_back_and_what_is_wrong_is_said() {
    damaged("{\"key\":7}");
    world.restart();

    assertThat(world.says("bob", bad, new RunCommand.Rollback("it looks wrong")))
        .matches(
            "run run1 is set aside, nothing was changed: event [0-9]+ \\(run run1, version"
                + " [0-9]+\\) cannot be read: a stored event of type act.intended in form 1"
                + " cannot be read: .*; nothing was changed; `holddown log verify` tells whether"
                + " the log was damaged. Its rollback card tells the way back by hand: holddown"
                + " card run1");
    assertThat(world.says("bob", good, new RunCommand.Rollback("errors"))).isEmpty();
    world.advance(Duration.ofMinutes(2));
    assertThat(world.state(good).outcome()).contains(Outcome.ROLLED_BACK);
    assertThat(world.store().verify().firstBad().orElseThrow().why())
        .startsWith("its bytes do not give its hash");
  }

  @Test
  void taking_it_back_says_the_same_and_does_not_wait() {
    damaged("{}");
    world.restart();

    Request.Reply reply =
        world.ask(new Request.TakeBack(bad, "it looks wrong", Actor.person("bob")));
    assertThat(reply.accepted()).isFalse();
    assertThat(reply.sentence()).startsWith("run run1 is set aside, nothing was changed: ");
  }

  @Test
  void a_playbook_that_is_gone_sets_its_run_aside() throws IOException {
    String digest = world.state(bad).playbookDigest();
    world.kill();
    try (Stream<Path> files = Files.walk(folder.resolve("evidence"))) {
      for (Path file : files.filter(f -> f.toString().contains(digest.substring(4))).toList()) {
        Files.delete(file);
      }
    }
    world.restart();

    assertThat(world.says("bob", bad, new RunCommand.Rollback("it looks wrong")))
        .contains("the compiled playbook sha256:" + digest + " is missing from the evidence");
    assertThat(world.says("bob", good, new RunCommand.Rollback("errors"))).isEmpty();
  }

  @Test
  void a_run_that_was_mended_goes_on_after_the_next_start() {
    damaged("{}");
    world.restart();
    world.kill();
    Raw.tamper(
        folder.resolve("holddown.db"),
        "UPDATE events SET payload = CAST(replace(CAST((SELECT payload FROM events WHERE run = '"
            + good
            + "' AND type = 'act.intended') AS TEXT), '"
            + good
            + "', '"
            + bad
            + "') AS BLOB) WHERE run = '"
            + bad
            + "' AND type = 'act.intended'");
    world.restart();

    assertThat(world.says("bob", bad, new RunCommand.Rollback("it looks wrong"))).isEmpty();
  }
}
