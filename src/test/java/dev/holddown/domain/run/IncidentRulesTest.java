package dev.holddown.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.incident.Severities;
import dev.holddown.domain.incident.Severity;
import dev.holddown.domain.kernel.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Incident mode: one switch, one start, and what must be proven before it is left. */
class IncidentRulesTest {
  private static final Instant T = Instant.parse("2026-03-02T03:07:00Z");
  private static final Severity P0 = new Severity("P0", 1);
  private static final Severity P1 = new Severity("P1", 2);
  private static final Incident.Pin PIN = new Incident.Pin("ab".repeat(32), T, "runs");

  private Incidents state = Incidents.NONE;
  private Instant now = T;

  /** What somebody says; gives the refusal, or an empty text. */
  private String says(String who, IncidentCommand command) {
    Actor actor = who.equals("engine") ? Actor.engine() : Actor.person(who);
    Governance.Decided decided =
        new IncidentRules(state, actor, now, run -> Optional.empty()).decide(command);
    for (GovernanceEvent event : decided.events()) {
      state = state.after((IncidentEvent) event, now, actor.name());
    }
    return decided.refusal().orElse("");
  }

  private static IncidentCommand.Start start(String id, Severity severity, String title) {
    Incident.About about = new Incident.About(title, severity, List.of(), List.of());
    return new IncidentCommand.Start(id, about, Optional.of(PIN));
  }

  private Incident on() {
    return state.on().orElseThrow();
  }

  private List<String> missing() {
    return IncidentRules.missing(on(), List.of()).stream()
        .map(IncidentProof.Missing::sentence)
        .toList();
  }

  @Test
  void a_second_press_joins_the_first_and_the_worse_severity_holds() {
    assertThat(says("olga", start("a", P1, "the fleet is silent"))).isEmpty();
    now = T.plusSeconds(40);
    assertThat(says("omar", start("b", P0, "no duck pulses"))).isEmpty();

    assertThat(state.all()).containsOnlyKeys("a");
    assertThat(on().filed().times().startedAt()).isEqualTo(T);
    assertThat(on().crew().joined()).containsExactly("olga", "omar");
    assertThat(on().about().severity()).isEqualTo(P0);
    assertThat(on().about().title()).isEqualTo("the fleet is silent");
    assertThat(on().kept().timeline().stream().map(Incident.Line::text).toList())
        .contains("joined", "pressed start as well: no duck pulses")
        .contains("severity P0: the worse of two starts");
    assertThat(says("omar", start("c", P1, "no duck pulses"))).isEmpty();
    assertThat(on().about().severity()).as("it is never made milder by a press").isEqualTo(P0);
  }

  @Test
  void the_snapshot_is_pinned_once_and_looked_at_again_beside_it() {
    says("olga", start("a", P0, "the fleet is silent"));
    Incident.Pin later = new Incident.Pin("cd".repeat(32), T.plusSeconds(9), "runs");

    assertThat(says("omar", new IncidentCommand.Look("a", later))).isEmpty();

    assertThat(on().kept().pinned()).contains(PIN);
    assertThat(on().kept().rechecked()).contains(later);
  }

  @Test
  void leaving_is_refused_until_all_seven_fields_are_told() {
    says("olga", start("a", P0, "the fleet is silent"));
    assertThat(missing())
        .containsExactly(
            "nobody has said that it is resolved",
            "the record lacks components (3 of 7 are filled)",
            "the record lacks root_cause (3 of 7 are filled)",
            "the record lacks actions (3 of 7 are filled)");
    assertThat(says("olga", new IncidentCommand.Leave("a", "")))
        .startsWith("incident mode stays on: nobody has said that it is resolved; the record lacks")
        .endsWith("; nothing was changed");

    now = T.plus(Duration.ofMinutes(50));
    assertThat(says("olga", new IncidentCommand.Resolve("a", "the ducks pulse"))).isEmpty();
    Map<String, String> most = Map.of("components", "fleet", "root_cause", "a full disk");
    assertThat(says("olga", new IncidentCommand.Fill("a", most))).isEmpty();
    assertThat(says("olga", new IncidentCommand.Leave("a", "")))
        .isEqualTo(
            "incident mode stays on: the record lacks actions (6 of 7 are filled); nothing was"
                + " changed");
    assertThat(says("olga", new IncidentCommand.Fill("a", Map.of("actions", "an alarm"))))
        .isEmpty();
    assertThat(missing()).isEmpty();
    assertThat(says("olga", new IncidentCommand.Leave("a", "told"))).isEmpty();

    assertThat(state.on()).isEmpty();
    assertThat(says("omar", new IncidentCommand.Note("a", "late")))
        .isEqualTo(
            "incident a was left at 2026-03-02T03:57:00Z; what is known of it stays as it is;"
                + " nothing was changed");
  }

  @Test
  void start_detection_and_resolution_stand_in_this_order() {
    says("olga", start("a", P0, "the fleet is silent"));
    assertThat(says("olga", new IncidentCommand.Time("a", "detected", T.minusSeconds(60))))
        .startsWith("it was detected before it began, at 2026-03-02T03:07:00Z");
    assertThat(says("olga", new IncidentCommand.Time("a", "began", T.plusSeconds(60))))
        .startsWith("2026-03-02T03:08:00Z lies ahead; now is 2026-03-02T03:07:00Z");
    assertThat(says("olga", new IncidentCommand.Time("a", "began", T.minusSeconds(600)))).isEmpty();
    assertThat(says("olga", new IncidentCommand.Time("a", "detected", T.minusSeconds(60))))
        .isEmpty();
    assertThat(on().filed().times().startedAt()).as("the one clock stays").isEqualTo(T);
    assertThat(on().known(Map.of()))
        .containsEntry("started", "2026-03-02T02:57:00Z")
        .containsEntry("detected", "2026-03-02T03:06:00Z");
    now = T.plusSeconds(60);
    says("olga", new IncidentCommand.Resolve("a", ""));
    now = T.plusSeconds(90);
    assertThat(says("olga", new IncidentCommand.Time("a", "detected", T.plusSeconds(80))))
        .startsWith("it was detected after it was resolved, at 2026-03-02T03:08:00Z");
  }

  @Test
  void what_only_the_commander_judges_nobody_else_says() {
    says("olga", start("a", P0, "the fleet is silent"));
    says("olga", new IncidentCommand.TakeRole("a", Incident.COMMANDER, "ida"));

    assertThat(says("olga", new IncidentCommand.Fill("a", Map.of("root_cause", "a full disk"))))
        .isEqualTo(
            "root_cause and actions are said by ida, who is incident_commander; nothing was"
                + " changed");
    assertThat(says("olga", new IncidentCommand.Fill("a", Map.of("components", "fleet"))))
        .isEmpty();
    assertThat(says("olga", new IncidentCommand.Fill("a", Map.of("severity", "P2"))))
        .startsWith("\"severity\" is no field that people fill in; those are components,");
    assertThat(says("ida", new IncidentCommand.Fill("a", Map.of("root_cause", "a disk"))))
        .isEmpty();
  }

  @Test
  void severities_have_other_names_and_one_scale() {
    Severities usual = Severities.usual();
    assertThat(usual.find("sev2")).contains(P1);
    assertThat(usual.find("P3")).contains(new Severity("P3", 4));
    assertThat(usual.find("P9")).isEmpty();
    assertThat(usual.names()).isEqualTo(new ArrayList<>(List.of("P0", "P1", "P2", "P3")));
  }
}
