package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.incident.Severity;
import dev.holddown.domain.run.IncidentCommand;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An emergency goes out with fewer lines, names its incident, and owes the rest afterwards. */
class EmergencyTest {
  private static final String DEPLOY =
      """
      kind: playbook
      id: deploy
      title: Deploy
      subject: {service: shop, environment: prod}
      modes: {emergency: {needs: incident, only: must_have, later: 24h, sign: {role: engineering_lead}}}
      stages:
        - stage: Before
          id: before
          gate: all
          items:
            - {signoff: The plan was reviewed, id: reviewed, sign: {role: reviewer}}
            - {signoff: A backup is there, id: backup, tags: [must_have], sign: {role: operator}}
        - stage: Go
          items:
            - {step: Deploy, id: deploy, world.deploy: {version: "2.0.0"}, repeatable: true}
      """;

  private final World world;

  EmergencyTest(@TempDir Path folder) {
    world = World.inMemory(folder);
    world.target("version").is("1.0.0");
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  private String sign(String run, String key, String role) {
    return world.says("ann-" + role, run, new RunCommand.Sign(key, role, "yes"));
  }

  @Test
  @Covers({"D-05", "X-35"})
  void an_emergency_names_the_incident_that_is_on_and_owes_the_rest_within_a_day() {
    Incident.About about =
        new Incident.About("checkout is down", new Severity("P0", 1), List.of(), List.of());
    assertThat(world.decides("ida", new IncidentCommand.Start("inc-7", about, Optional.empty())))
        .isEmpty();

    String wrong = world.start(DEPLOY, "mode=emergency", "incident=inc-8");
    assertThat(world.state(wrong).item("emergency_incident").status()).isEqualTo(ItemStatus.FAILED);
    world.says("olga", wrong, new RunCommand.Abort("the wrong incident"));

    String run = world.start(DEPLOY, "mode=emergency", "incident=inc-7");
    assertThat(world.state(run).item("emergency_incident").status()).isEqualTo(ItemStatus.PASSED);
    assertThat(sign(run, "emergency_allowed", "operator")).isNotEmpty();
    assertThat(sign(run, "emergency_allowed", "engineering_lead")).isEmpty();
    assertThat(world.state(run).item("reviewed").status()).isEqualTo(ItemStatus.NOT_APPLICABLE);
    assertThat(sign(run, "backup", "operator")).isEmpty();
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);

    assertThat(world.state(run).over()).isFalse();
    world.advance(Duration.ofHours(25));
    assertThat(world.pages())
        .anyMatch(page -> page.contains("\"The plan was reviewed\" is overdue: reviewer owed it"));
    assertThat(sign(run, "owed/later_emergency_reviewed", "reviewer")).isEmpty();
    assertThat(world.state(run).over()).isTrue();
  }

  @Test
  void every_other_run_has_every_line_and_owes_nothing() {
    String run = world.start(DEPLOY);
    assertThat(world.state(run).item("emergency_incident").status()).isEqualTo(ItemStatus.OPEN);
    assertThat(sign(run, "reviewed", "reviewer")).isEmpty();
    assertThat(sign(run, "backup", "operator")).isEmpty();
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
    assertThat(world.state(run).over()).isTrue();
  }

  @Test
  void a_line_that_would_not_have_applied_is_not_owed_afterwards() {
    String grouped =
        DEPLOY.replace(
            "- {signoff: The plan was reviewed, id: reviewed, sign: {role: reviewer}}",
            "- {group: Of a big release, when: 'inputs.incident == \"none\"', items: ["
                + "{signoff: The plan was reviewed, id: reviewed, sign: {role: reviewer}}]}");
    Incident.About about =
        new Incident.About("checkout is down", new Severity("P0", 1), List.of(), List.of());
    world.decides("ida", new IncidentCommand.Start("inc-7", about, Optional.empty()));
    String run = world.start(grouped, "mode=emergency", "incident=inc-7");
    sign(run, "emergency_allowed", "engineering_lead");
    sign(run, "backup", "operator");
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
    world.advance(Duration.ofMinutes(1));
    assertThat(world.state(run).item("owed/later_emergency_reviewed").status())
        .isEqualTo(ItemStatus.NOT_APPLICABLE);
    assertThat(world.state(run).over()).isTrue();
  }
}
