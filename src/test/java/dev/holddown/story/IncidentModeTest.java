package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.incident.Severity;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.GovernanceCommand;
import dev.holddown.domain.run.IncidentCommand;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.GovernanceLog;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Incident mode and ways back by hand, in the engine. */
class IncidentModeTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: forward
      title: Forward
      subject: {service: checkout, environment: prod}
      stages:
        - stage: Deploy
          items:
            - {signoff: Say yes, id: yes, sign: {role: approver}}
            - {step: Deploy, id: deploy, world.deploy: {version: 2.0.0}, repeatable: true}
      """;

  private static final String BACK =
      """
      kind: playbook
      id: back
      title: Back
      mode: rollback
      subject: {service: checkout, environment: prod}
      stages:
        - stage: Back
          order: listed
          items:
            - {step: The old version, id: old, world.deploy: {version: 1.0.0}, done: {world.deployed: {}, expect: result.version == '1.0.0'}}
            - {check: It serves, id: serves, world.deployed: {}, expect: result.version == '1.0.0', due: incident.started + 1h}
      """;

  private static final String TRIAGE =
      """
      kind: playbook
      id: triage
      title: Triage
      mode: incident
      subject: {service: checkout, environment: prod}
      stages:
        - stage: Act
          items:
            - {step: Restart, id: restart, world.deploy: {version: 1.0.1}, repeatable: true}
      """;

  @TempDir Path folder;

  private static IncidentCommand.Start start(String id, boolean pinned) {
    Incident.About about =
        new Incident.About("checkout is down", new Severity("P0", 1), List.of(), List.of());
    Incident.Pin pin = new Incident.Pin("ab".repeat(32), World.at("10:00:00"), "runs");
    return new IncidentCommand.Start(id, about, pinned ? Optional.of(pin) : Optional.empty());
  }

  private static Incident on(World world) {
    return GovernanceLog.read(world.store()).incidents().on().orElseThrow();
  }

  private World world(String database) {
    return database.equals("sqlite") ? World.onDisk(folder) : World.onPostgres(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void of_two_starts_one_wins_and_the_other_joins_on_both_databases(String database) {
    try (World world = world(database)) {
      assertThat(world.decides("olga", start("one", true))).isEmpty();
      assertThat(world.decides("omar", start("two", true))).isEmpty();

      assertThat(GovernanceLog.read(world.store()).incidents().all()).containsOnlyKeys("one");
      assertThat(on(world).crew().joined()).containsExactly("olga", "omar");
    }
  }

  @Test
  @Covers({"A-56", "C21"})
  void of_two_nodes_that_race_one_begins_and_the_other_joins() {
    try (Cluster cluster = new Cluster(folder)) {
      Cluster.Node a = cluster.node("a");
      Cluster.Node b = cluster.node("b");
      cluster.advance(Duration.ofSeconds(8));
      assertThat(a.decides("olga", start("of-a", true))).isEmpty();
      assertThat(b.decides("omar", start("of-b", true)))
          .as("the same log for both, also when it was not read yet")
          .isEmpty();

      List<RunEvent> told = cluster.log(Governance.LOG).all(RunEvent.class);
      assertThat(told.stream().map(event -> event.getClass().getSimpleName()).toList())
          .containsExactly("Started", "Joined");
    }
  }

  @Test
  @Covers("A-58")
  void a_triage_changes_nothing_before_a_snapshot_is_pinned() {
    try (World world = World.inMemory(folder)) {
      world.target("version").is("1.0.0");
      world.decides("olga", start("one", false));
      String run = world.start(TRIAGE);
      world.advance(Duration.ofSeconds(5));
      assertThat(world.target("version").calls()).isEmpty();
      assertThat(world.state(run).permits().incident().orElseThrow().pinned()).isFalse();

      Incident.Pin pin = new Incident.Pin("cd".repeat(32), world.now(), "runs");
      assertThat(world.decides("olga", new IncidentCommand.Look("one", pin))).isEmpty();
      world.advance(Duration.ofSeconds(5));
      assertThat(world.target("version").values()).containsExactly("1.0.1");
      assertThat(on(world).kept().runs()).containsExactly(run);
    }
  }

  @Test
  @Covers({"A-34", "A-35"})
  void a_way_back_by_hand_goes_before_a_forward_run_and_no_freeze_stops_it() {
    try (World world = World.inMemory(folder)) {
      world.target("version").is("1.9.0");
      String forward = world.start(RELEASE);
      Function<String, GovernanceCommand> freeze =
          id ->
              new GovernanceCommand.BeginFreeze(
                  id,
                  new Freeze.About("holidays", "ann"),
                  Scope.all(),
                  Optional.empty(),
                  List.of());
      assertThat(world.decides("ann", freeze.apply("xmas"))).isEmpty();

      String back = world.start(BACK);
      world.advance(Duration.ofSeconds(10));

      assertThat(world.state(forward).phase()).isIn(Phase.ABORTING, Phase.CLOSED);
      assertThat(world.state(forward).outcome()).contains(Outcome.ABORTED);
      assertThat(world.state(back).outcome()).contains(Outcome.SUCCEEDED);
      assertThat(world.target("version").values()).containsExactly("1.0.0");
    }
  }

  @Test
  void a_second_way_back_waits_for_the_first() {
    try (World world = World.inMemory(folder)) {
      world.target("version").is("1.9.0");
      String signed =
          BACK.replace(
              "- {step:", "- {signoff: Yes, id: yes, sign: {role: approver}}\n      - {step:");
      String first = world.start(signed);
      String second = world.start(BACK);
      world.advance(Duration.ofSeconds(5));
      assertThat(world.state(first).phase()).isEqualTo(Phase.FORWARD);
      assertThat(world.state(second).phase()).isEqualTo(Phase.QUEUED);
      world.says("bob", first, new RunCommand.Sign("yes", "approver", ""));
      world.advance(Duration.ofSeconds(10));
      assertThat(world.state(second).outcome()).contains(Outcome.SUCCEEDED);
    }
  }
}
