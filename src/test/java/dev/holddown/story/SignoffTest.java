package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signature is a named person's, in a role, and for exactly what was seen. */
class SignoffTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: signed
      title: Signed release
      subject: {service: checkout, environment: prod}
      stages:
        - stage: Before
          id: before
          gate: all
          items:
            - check: The image that was built
              id: image
              world.deployed: {}
              expect: result.version.startsWith("sha256:")
              save: {digest: result.version}
            - signoff: Approval
              id: approval
              sign: {role: approver, not: [starter], covers: [saved.digest]}
            - signoff: Business
              id: business
              sign: {role: owner}
        - stage: Deploy
          items:
            - {step: Move the alias, world.set_alias: {version: "${saved.digest}"}, repeatable: true}
      """;
  private static final String D3 = "sha256:" + "3".repeat(64);
  private static final String D4 = "sha256:" + "4".repeat(64);

  @TempDir Path folder;
  private World world;
  private String run;

  /** Where it plays; {@link OnPostgresTest} has another place. */
  World newWorld(Path at) {
    return World.inMemory(at);
  }

  @BeforeEach
  void an_image_waits_for_approval() {
    world = newWorld(folder);
    world.target("version").is(D3);
    run = world.start(RELEASE);
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  private String sign(String person, String key, String role) {
    return world.says(person, run, new RunCommand.Sign(key, role, "looked at it"));
  }

  @Test
  @Covers({"S-C5", "F-18", "F-03", "I16", "I17"})
  void a_signature_is_void_when_what_it_covers_has_another_digest() {
    assertThat(sign("bob", "approval", "approver")).isEmpty();
    assertThat(world.state(run).item("approval").status()).isEqualTo(ItemStatus.SIGNED);

    world.target("version").is(D4);
    assertThat(world.says("ann", run, new RunCommand.Recheck("image", "built anew"))).isEmpty();

    Log log = world.log(run);
    RunEvent.SignatureVoided voided = log.the(RunEvent.SignatureVoided.class);
    assertThat(voided.person()).isEqualTo("bob");
    assertThat(voided.was()).isEqualTo(log.the(RunEvent.Signed.class).content());
    assertThat(voided.why()).isEqualTo("\"image\" is OPEN (built anew)");
    assertThat(log.the(RunEvent.Signed.class).covered()).isEqualTo(Map.of("saved.digest", D3));
    assertThat(world.state(run).saved()).containsEntry("digest", D4);
    assertThat(world.state(run).item("approval").status()).isNotEqualTo(ItemStatus.SIGNED);
    assertThat(world.target("alias").calls()).isEmpty();

    assertThat(sign("cid", "business", "owner")).isEmpty();
    assertThat(world.target("alias").calls()).as("one signature is missing").isEmpty();
    assertThat(sign("bob", "approval", "approver")).isEmpty();
    assertThat(world.target("alias").values()).containsExactly(D4);
    assertThat(world.log(run).gate("before").sentence()).isEqualTo("GO: 1 of 3 passed, 2 signed");
  }

  @Test
  @Covers({"F-17", "I18"})
  void the_starter_and_people_in_other_roles_are_refused() {
    assertThat(sign("ann", "approval", "approver"))
        .isEqualTo(
            "ann started the run and may not sign \"approval\"; another person in the role"
                + " approver has to");
    assertThat(sign("bob", "approval", "owner"))
        .isEqualTo("\"approval\" is signed by approver, not by the role owner");
    assertThat(sign("bob", "approval", "approver")).isEmpty();
    assertThat(sign("bob", "approval", "approver"))
        .isEqualTo("bob has signed \"approval\" as approver already");
    assertThat(world.log(run).all(RunEvent.Signed.class)).hasSize(1);
  }

  @Test
  @Covers({"A-32", "A-41"})
  void nothing_acts_before_an_approval_that_says_who_when_and_how() {
    String told =
        world.start(
            RELEASE
                .replace("service: checkout", "service: shop")
                .replace("{role: owner}", "{role: owner, method: [chat, phone]}"));
    world.says("bob", told, new RunCommand.Sign("approval", "approver", ""));
    assertThat(world.says("cid", told, new RunCommand.Sign("business", "owner", "fine", "")))
        .isEqualTo(
            "\"business\" is signed with how the approval was given, and this says nothing of it:"
                + " name one of chat, phone as its method; nothing was signed");
    assertThat(world.says("cid", told, new RunCommand.Sign("business", "approver", "fine", "")))
        .as("the first fault first")
        .isEqualTo("\"business\" is signed by owner, not by the role approver");
    assertThat(world.target("alias").calls()).isEmpty();

    assertThat(world.says("cid", told, new RunCommand.Sign("business", "owner", "fine", "chat")))
        .isEmpty();
    assertThat(world.target("alias").values()).containsExactly(D3);
    RunEvent.Signed signed = world.log(told).all(RunEvent.Signed.class).getLast();
    assertThat(signed.person() + " " + signed.role() + " " + signed.method())
        .isEqualTo("cid owner chat");
  }

  @Test
  @Covers("I20")
  void nobody_signs_by_keeping_silent_and_a_signature_does_not_last_for_ever() {
    sign("bob", "approval", "approver");
    world.advance(Duration.ofHours(24).plusSeconds(1));
    sign("cid", "business", "owner");

    RunEvent.SignatureVoided voided = world.log(run).the(RunEvent.SignatureVoided.class);
    assertThat(voided.why()).isEqualTo("it is older than 1d");
    assertThat(world.target("alias").calls()).isEmpty();
  }
}
