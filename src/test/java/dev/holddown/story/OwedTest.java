package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.incident.Severity;
import dev.holddown.domain.run.IncidentCommand;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.EventStore;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs owe, played by the whole engine over months: closed, asleep, restarted, taken back. */
class OwedTest {
  private static final String RELEASE =
      """
      kind: playbook
      id: release
      title: Release of a service
      subject: {service: SERVICE, environment: prod}
      stages:
        - stage: Go
          id: go
          items:
            - step: Deploy
              id: deploy
              world.deploy: {version: "2.0.0"}
              done: {world.deployed: {}, expect: "result.version == '2.0.0'"}
      rollback:
        phases:
          - phase: Back
            time-box: 5m
            items:
              - step: Put it back
                world.deploy: {version: "1.0.0"}
                done: {world.deployed: {}, expect: "result.version == '1.0.0'"}
      owed:
        - {owe: Time to restore, from: ended, between: [30d, 37d], owner: {role: lead}, record: {into: reports, fields: {minutes: {ask: lead, type: number}}}}
      """;

  @TempDir Path folder;
  private World world;

  World newWorld(Path at) {
    return World.inMemory(at);
  }

  @BeforeEach
  void a_world_in_memory() {
    world = newWorld(folder);
    world.target("version").is("1.0.0");
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  private String closed(String service) {
    String run = world.start(RELEASE.replace("SERVICE", service));
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
    return run;
  }

  private Optional<EventStore.IndexRow> owing(String run) {
    return world.store().alive().stream().filter(row -> row.run().equals(run)).findFirst();
  }

  @Test
  @Covers({"B-185", "B-186", "B-187", "B-188", "B-120"})
  void thirty_days_after_its_end_a_run_wakes_and_says_what_it_owes() {
    String run = closed("shop");
    Instant ended = world.now();
    assertThat(owing(run).orElseThrow().owing()).isTrue();
    assertThat(owing(run).orElseThrow().nextDue()).contains(ended.plus(Duration.ofDays(30)));
    assertThat(world.store().open()).isEmpty();

    world.advance(Duration.ofDays(20));
    world.kill();
    world.restart();
    assertThat(world.inMemory()).as("who only waits is not brought into memory").isZero();
    world.advance(Duration.ofDays(11));

    assertThat(world.pages())
        .singleElement()
        .asString()
        .contains("REMIND Release of a service (shop/prod, run " + run + "): \"Time to restore\"")
        .contains("is owed by lead, due at " + ended.plus(Duration.ofDays(37)));
    assertThat(world.says("lea", run, fill("2.5"))).isEmpty();
    assertThat(owing(run)).isEmpty();
    assertThat(world.state(run).over()).isTrue();
    assertThat(world.says("lea", run, fill("3"))).contains("is closed (SUCCEEDED)");
  }

  private static RunCommand fill(String minutes) {
    return new RunCommand.Fill("owed/time_to_restore", "lead", Map.of("minutes", minutes));
  }

  @Test
  void what_is_overdue_is_paged_once_whatever_sleeps_and_crashes() {
    String run = closed("shop");
    world.kill();
    world.restart();
    world.advance(Duration.ofDays(38));
    world.kill();
    world.restart();
    world.advance(Duration.ofDays(1));
    assertThat(world.log(run).all(RunEvent.Late.class)).hasSize(1);
    assertThat(world.pages()).anyMatch(page -> page.contains("\"Time to restore\" is overdue"));
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  @Covers("B-157")
  void updates_go_out_on_the_way_back_until_it_is_over() {
    String update =
        RELEASE.replace("SERVICE", "shop").replaceAll("(?s)owed:.*", "")
            + """
            owed:
              - {owe: Update, every: 15m, from: rollback.decided, until: rollback.ended, message: {to: ["file:updates.log"], text: "It goes on, ${inputs.who}"}, owner: {role: lead}, overdue: {page: lead}}
            inputs: {who: {type: string}}
            """;
    world.target("version").is("1.9.0");
    world.target("version").takesCalls(Target.Mood.FAILS);
    String run = world.start(update, "who=all");
    assertThat(world.says("olga", run, new RunCommand.Rollback("it burns"))).isEmpty();
    world.advance(Duration.ofMinutes(50));
    assertThat(world.log(run).all(RunEvent.Owing.class)).hasSizeGreaterThanOrEqualTo(4);
    assertThat(world.log(run).all(RunEvent.Late.class)).isEmpty();
    world.target("version").takesCalls(Target.Mood.ANSWERS);
    world.advance(Duration.ofMinutes(5));
    assertThat(world.state(run).outcome()).contains(Outcome.ROLLED_BACK);
    assertThat(world.state(run).over()).isTrue();
  }

  private static final String SWITCH =
      """
      kind: playbook
      id: switch
      title: From blue to green
      subject: {service: shop, environment: prod}
      stages:
        - stage: Go
          id: go
          items:
            - {rollout: All at once, id: switch, router: {world.shift: {}}, steps: [{weight: 100}], keep-old: 24h}
            - {signoff: It may stay, id: stay, sign: {role: operator}}
      rollback:
        phases:
          - phase: Back
            time-box: 5m
            items:
              - {step: Blue again, world.shift: {weight: 0}, repeatable: true}
      """;

  private static RunCommand removed() {
    return new RunCommand.Sign("owed/old_switch", "operator", "removed, and it is gone");
  }

  @Test
  @Covers({"D-57", "X-18"})
  void the_old_version_is_kept_for_a_day_and_then_its_removal_is_owed() {
    String run = world.start(SWITCH);
    world.says("olga", run, new RunCommand.Sign("stay", "operator", "yes"));
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
    world.advance(Duration.ofHours(23));
    assertThat(world.says("olga", run, removed())).contains("is not to be signed yet");
    world.advance(Duration.ofHours(2));
    assertThat(world.pages())
        .singleElement()
        .asString()
        .contains("\"Remove the old version, kept since: All at once\" is owed by operator");
    assertThat(world.says("olga", run, removed())).isEmpty();
    assertThat(world.state(run).over()).isTrue();
  }

  @Test
  void what_was_rolled_back_to_is_not_removed() {
    String run = world.start(SWITCH);
    assertThat(world.says("olga", run, new RunCommand.Rollback("it burns"))).isEmpty();
    assertThat(world.state(run).outcome()).contains(Outcome.ROLLED_BACK);
    assertThat(world.state(run).over()).isTrue();
  }

  private static final String OVER_INCIDENT =
      RELEASE.replaceAll("(?s)owed:.*", "")
          + """
          owed:
            - {owe: Report, from: rollback.ended, due: incident.resolved + 48h, owner: {role: lead}, record: {into: reports, fields: {minutes: {ask: lead, type: number}}}}
          """;

  private void takenBackInAnIncident(String run) {
    Incident.About about =
        new Incident.About("it is down", new Severity("P0", 1), List.of(), List.of());
    Incident.Pin pin = new Incident.Pin("ab".repeat(32), world.now(), "runs");
    assertThat(world.decides("olga", new IncidentCommand.Start("down", about, Optional.of(pin))))
        .isEmpty();
    assertThat(world.says("olga", run, new RunCommand.Rollback("it burns"))).isEmpty();
    world.advance(Duration.ofMinutes(1));
    assertThat(world.state(run).outcome()).contains(Outcome.ROLLED_BACK);
  }

  @Test
  void what_follows_an_incident_is_owed_after_the_run_that_closed_before_it_was_resolved() {
    String asking =
        OVER_INCIDENT
            .replace("SERVICE", "shop")
            .replace(
                "rollback:",
                "  - {stage: Wait, items: [{signoff: Ok, sign: {role: operator}}]}\nrollback:");
    String run = world.start(asking);
    takenBackInAnIncident(run);
    assertThat(owing(run).orElseThrow().owing()).isTrue();
    assertThat(owing(run).orElseThrow().nextDue()).isEmpty();

    world.kill();
    world.restart();
    world.advance(Duration.ofHours(1));
    assertThat(world.inMemory()).isZero();
    assertThat(world.decides("olga", new IncidentCommand.Resolve("down", "put back"))).isEmpty();
    assertThat(world.log(run).all(RunEvent.Owing.class))
        .singleElement()
        .extracting(RunEvent.Owing::due)
        .isEqualTo(world.now().plus(Duration.ofHours(48)));
  }

  @Test
  void what_is_decided_for_all_wakes_no_run_that_only_owes() {
    closed("shop");
    closed("cart");
    world.kill();
    world.restart();
    Incident.About about =
        new Incident.About("it is down", new Severity("P0", 1), List.of(), List.of());
    assertThat(world.decides("olga", new IncidentCommand.Start("down", about, Optional.empty())))
        .isEmpty();
    assertThat(world.inMemory()).isZero();
  }

  @Test
  void what_came_and_went_while_no_process_ran_is_over_at_the_first_look() {
    String updates =
        RELEASE.replace("SERVICE", "shop").replaceAll("(?s)owed:.*", "")
            + """
            owed:
              - {owe: Update, every: 7d, from: ended + 30d, until: ended + 60d, message: {to: ["file:updates.log"], text: "It goes on"}, owner: {role: lead}}
            """;
    String run = world.start(updates);
    world.kill();
    world.passes(Duration.ofDays(61));
    world.restart();
    world.advance(Duration.ofSeconds(1));
    assertThat(world.state(run).over()).isTrue();
    assertThat(owing(run)).isEmpty();
  }
}
