package dev.holddown.story;

import static dev.holddown.story.World.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.permit.Waiver;
import dev.holddown.domain.run.GovernanceCommand;
import dev.holddown.domain.run.GovernanceEvent;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.PermitCommand;
import dev.holddown.domain.run.PermitEvent;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.GovernanceLog;
import dev.holddown.engine.Request;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waivers, freezes and preauthorisations, with the engine, in the story's time. */
class PermitsTest {
  private static final String HEAD =
      """
      kind: playbook
      id: waived
      title: Waived release
      subject: {service: shop, environment: prod}
      """;

  private static final String STAGES =
      """
      stages:
        - stage: Before
          id: before
          gate: {needs: all, waivers: allowed}
          items:
            - check: Performance score
              id: score
              world.metric: {name: score}
              expect: result.value >= 0.8
              waivable: {by: security_lead}
        - stage: Deploy
          items:
            - step: Deploy
              id: deploy
              world.deploy: {version: 1.1.0}
              done: {world.deployed: {}, expect: result.version == '1.1.0'}
        - stage: Bake
          items:
            - {hold: An hour, id: hour, for: 1h, watch: [errors]}
            - step: Again
              id: again
              world.deploy: {version: 1.1.1}
              done: {world.deployed: {}, expect: result.version == '1.1.1'}
      watches:
        - {watch: Errors, id: errors, armed: deploy .. end, world.metric: {name: errors}, breach: result.value > 9.0, for: 1m, then: [{page: on_call}]}
      """;

  private static final String BACK =
      """
      rollback:
        to: {version: 1.0.0}
        approval: {policy: night, else: {sign: {role: approver}}}
        phases:
          - phase: Back
            id: back
            time-box: 5m
            items:
              - step: The old one
                world.deploy: {version: "${rollback.to.version}"}
                done: {world.deployed: {}, expect: result.version == rollback.to.version}
      """;

  private static final String XMAS =
      """
      kind: freeze
      id: xmas
      why: Holidays
      owner: release_manager
      scope: {environments: [prod]}
      from: 2026-03-02T10:30Z
      to: 2026-03-02T12:00Z
      override: {sign: {role: t_josh}}
      """;

  private static final String NIGHT =
      """
      kind: preauthorisation
      id: night
      allows: [rollback]
      scope: {services: [shop], environments: [prod]}
      sign: {role: cto}
      uses: 1
      expires: 2026-03-30
      """;

  private static final String EXCEPTION =
      """
      kind: exceptions
      rows:
        - {id: EX-7, waives: score, owner: ann, rationale: the new font, risk: low, expires: 2026-03-02T11:00Z}
      """;

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void a_world() {
    world = World.onDisk(folder);
    world.metric("score").was(0.79);
    world.metric("errors").was(0);
    world.target("version").is("1.0.0");
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  private void waive(String run, String expires) {
    Waiver terms =
        new Waiver(
            "",
            "",
            new Waiver.Reasons("the score is mended tomorrow", "low", "WEB-12"),
            Instant.EPOCH,
            at(expires));
    assertThat(world.says("ann", run, new PermitCommand.Waive("score", terms))).isEmpty();
    assertThat(world.says("bob", run, new RunCommand.Sign("waiver/score", "security_lead", "once")))
        .isEmpty();
  }

  @Test
  @Covers({"E-20", "E-76"})
  void a_waiver_that_expires_in_the_night_stops_the_run_exactly_then_also_after_a_restart() {
    String run = world.start(HEAD + STAGES);
    assertThat(world.log(run).gate("before").go()).isFalse();
    waive(run, "10:40:00");
    assertThat(world.log(run).gate("before").go()).isTrue();
    assertThat(world.target("version").values()).endsWith("1.1.0");

    world.kill();
    world.passes(Duration.ofMinutes(5));
    world.restart();
    assertThat(world.state(run).item("score").status()).isEqualTo(ItemStatus.WAIVED);
    world.goOnTo("10:39:59");
    assertThat(world.state(run).held()).isEmpty();
    world.goOnTo("10:40:01");

    assertThat(world.log(run).when(PermitEvent.WaiverEnded.class)).isEqualTo(at("10:40:00"));
    assertThat(world.state(run).held().orElseThrow()).startsWith("the Go of \"Before\" is void");
    assertThat(world.pages()).anyMatch(page -> page.contains("is void"));
    world.advance(Duration.ofHours(2));
    assertThat(world.target("version").values()).doesNotContain("1.1.1");
  }

  @Test
  @Covers({"E-20", "E-75", "E-78"})
  void an_exception_of_the_workspace_counts_when_another_person_approved_it_and_wakes_the_run() {
    world.workspace(EXCEPTION);
    String run = world.start(HEAD + STAGES);
    assertThat(world.log(run).gate("before").go()).isFalse();
    GovernanceCommand approve =
        new GovernanceCommand.ApproveException("EX-7", "security_lead", "for a day");
    assertThat(world.decides("ann", approve))
        .isEqualTo(
            "ann owns exception EX-7; another person has to approve it; nothing was changed");

    assertThat(world.decides("bob", approve)).isEmpty();
    assertThat(world.log(run).gate("before").go()).isTrue();
    assertThat(world.state(run).item("score").status()).isEqualTo(ItemStatus.WAIVED);
    assertThat(world.decides("cleo", approve))
        .isEqualTo("exception EX-7 is approved already; nothing was changed");
    world.workspace(EXCEPTION.replace("the new font", "another font"));
    assertThat(world.state(world.start(HEAD.replace("shop", "other") + STAGES)).item("score"))
        .as("the row is not what was approved")
        .satisfies(item -> assertThat(item.status()).isEqualTo(ItemStatus.FAILED));
  }

  @Test
  @Covers({"A-24", "D-26", "X-36"})
  void a_freeze_that_begins_during_a_run_stops_what_goes_forward_and_not_the_way_back() {
    world.workspace(XMAS, NIGHT, HEAD + STAGES + BACK);
    world.metric("score").is(0.9);
    String run = world.start(HEAD + STAGES + BACK);
    world.goOnTo("11:10:00");

    assertThat(world.log(run).the(PermitEvent.FreezeMet.class).what()).isEqualTo("again");
    assertThat(world.target("version").values()).doesNotContain("1.1.1");
    assertThat(world.says("ann", run, new RunCommand.Resume("please")))
        .startsWith("frozen by \"xmas\" (Holidays; release_manager) until 2026-03-02T12:00:00Z;");
    Request.Reply second = world.starts(HEAD.replace("shop", "other") + STAGES);
    assertThat(second.accepted()).isFalse();
    assertThat(second.why()).containsEntry("code", "freeze").containsEntry("freeze", "xmas");

    assertThat(world.says("ann", run, new RunCommand.Rollback("it is slow"))).isEmpty();
    assertThat(world.state(run).proposal().orElseThrow())
        .endsWith("the preauthorisation \"night\" lacks the signature of cto");
    assertThat(world.says("bob", run, new RunCommand.Sign("rollback/approval", "approver", "yes")))
        .isEmpty();
    world.advance(Duration.ofMinutes(1));
    assertThat(world.target("version").values()).endsWith("1.0.0");
  }

  @Test
  @Covers({"A-24", "A-82"})
  void an_override_lets_one_run_through_for_a_while() {
    world.workspace(XMAS);
    world.metric("score").is(0.9);
    world.goOnTo("10:45:00");
    PermitCommand.OverrideFreeze override =
        new PermitCommand.OverrideFreeze(
            "xmas",
            new Granted("t_josh", "ann", "phone", "a hole is open"),
            Duration.ofMinutes(30));
    Request.Reply reply = world.starts(HEAD + STAGES, override);
    assertThat(reply.accepted()).as(reply.sentence()).isTrue();
    assertThat(world.log(reply.run()).when(PermitEvent.FreezeOverridden.class))
        .isBeforeOrEqualTo(world.log(reply.run()).when(RunEvent.Intended.class));
    assertThat(world.target("version").values()).endsWith("1.1.0");
    world.goOnTo("11:50:00");
    assertThat(world.state(reply.run()).held().orElse("")).startsWith("frozen by \"xmas\"");
  }

  @Test
  void a_freeze_by_command_survives_a_restart() {
    GovernanceCommand begin =
        new GovernanceCommand.BeginFreeze(
            "net-7",
            new Freeze.About("the network is down", "ann"),
            Scope.all(),
            Optional.empty(),
            List.of());
    assertThat(world.decides("ann", begin)).isEmpty();
    world.kill();
    world.restart();
    assertThat(world.starts(HEAD + STAGES).sentence())
        .startsWith("frozen by \"net-7\" (the network is down; ann) until it is ended; nobody");
    assertThat(world.decides("ann", new GovernanceCommand.EndFreeze("net-7", "", "up again")))
        .isEmpty();
    assertThat(world.starts(HEAD + STAGES).accepted()).isTrue();
  }

  @Test
  void a_signed_preauthorisation_is_used_once_and_for_the_way_back_that_was_signed() {
    world.metric("score").is(0.9);
    String playbook = HEAD + STAGES + BACK;
    world.workspace(NIGHT, playbook);
    assertThat(world.decides("kim", new GovernanceCommand.SignPolicy("night", "cto", "")))
        .isEmpty();
    String run = world.start(playbook);
    assertThat(world.says("ann", run, new RunCommand.Rollback("it is slow"))).isEmpty();
    world.advance(Duration.ofMinutes(1));
    assertThat(world.state(run).outcome()).contains(Outcome.ROLLED_BACK);
    Log log = world.log(run);
    assertThat(log.the(PermitEvent.PolicyUsed.class).givenBy().getFirst().person())
        .isEqualTo("kim");
    assertThat(GovernanceLog.read(world.store()).given())
        .contains(new GovernanceEvent.PolicyTaken("night", run));

    String second = world.start(playbook);
    assertThat(world.says("ann", second, new RunCommand.Rollback("it is slow"))).isEmpty();
    assertThat(world.state(second).phase()).isEqualTo(Phase.FORWARD);
    assertThat(world.state(second).proposal().orElseThrow())
        .endsWith("was used 1 times, which is the most");
  }

  @Test
  void a_changed_way_back_is_not_the_one_that_was_signed() {
    world.metric("score").is(0.9);
    world.workspace(NIGHT.replace("uses: 1\n", ""), HEAD + STAGES + BACK);
    assertThat(world.decides("kim", new GovernanceCommand.SignPolicy("night", "cto", "")))
        .isEmpty();
    String run = world.start(HEAD + STAGES + BACK.replace("time-box: 5m", "time-box: 50m"));
    world.says("ann", run, new RunCommand.Rollback("it is slow"));
    assertThat(world.state(run).proposal().orElseThrow())
        .endsWith("was signed for another way back than this run has");
  }
}
