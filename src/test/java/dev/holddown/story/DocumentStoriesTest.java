package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.playbooks.InputReader;
import dev.holddown.playbooks.RunnableCopy;
import dev.holddown.playbooks.SiblingFiles;
import dev.holddown.testing.Covers;
import dev.holddown.view.PlaceView;
import dev.holddown.view.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents say of order, of time, and of the way back as a whole. */
class DocumentStoriesTest {
  private static final String PRODUCTION = "001-incident-commander/production.yaml";
  private static final String DEVELOPMENT = "001-incident-commander/development.yaml";
  private static final String STAGING = "001-incident-commander/staging.yaml";
  private static final String PROMOTION = "002-production-promotion/promotion.yaml";
  private static final String DEPLOYMENT = "003-octoacme-deployment/deployment.yaml";
  private static final String TRAIN = "004-command-center-pack/release-train.yaml";

  @TempDir Path folder;

  private DocumentRun world(String file) {
    return DocumentRun.of(folder, file.substring(0, 3));
  }

  private static Instant when(DocumentRun run, Predicate<RunEvent> wanted) {
    return run.world().log(run.run()).entries().stream()
        .filter(entry -> wanted.test(entry.event()))
        .findFirst()
        .map(Entry::at)
        .orElseThrow(() -> new AssertionError(run.standing()));
  }

  private static boolean is(RunEvent event, String key, ItemStatus status) {
    return event instanceof RunEvent.Turned t && t.key().equals(key) && t.status() == status;
  }

  private static PlaceView stage(DocumentRun run, String id) {
    return run.view().stages().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  @Covers({"B-74", "B-75", "B-97", "B-101", "B-109", "B-113", "B-115", "B-154", "X-08", "X-09"})
  void five_bad_minutes_take_production_back_in_three_phases() throws IOException {
    try (DocumentRun run = world(PRODUCTION)) {
      run.start(PRODUCTION).until("every_alert_and_dashboard_works");
      run.outside().set("down");
      run.toItsEnd();

      assertThat(run.state().outcome()).as(run::standing).contains(Outcome.ROLLED_BACK);
      Instant decided = when(run, e -> e instanceof RunEvent.RollbackDecided);
      assertThat(run.world().log(run.run()).the(RunEvent.RollbackDecided.class).cause())
          .contains("api_down");
      assertThat(closed(run, "immediate")).isBefore(decided.plus(Duration.ofMinutes(5)));
      assertThat(closed(run, "full")).isBefore(decided.plus(Duration.ofMinutes(30)));
      assertThat(closed(run, "after_rollback")).isBefore(decided.plus(Duration.ofMinutes(60)));
      Instant on = when(run, e -> is(e, "maintenance_on", ItemStatus.PASSED));
      Instant off = when(run, e -> is(e, "maintenance_off", ItemStatus.PASSED));
      assertThat(Duration.between(on, off)).isLessThan(Duration.ofMinutes(10));
      assertThat(run.folderText("workspace/mail-everybody.log"))
          .contains("Maintenance is being switched on")
          .as("nothing is called done before every proof is there")
          .doesNotContain("is proved");
      assertThat(String.join("\n", run.outside().calls()))
          .matches(
              "(?s).*maintenance_mode,value=true.*--desired-count 0.*restore-table-to-point-in-time"
                  + ".*ssm put-parameter.*validate_data_integrity.*--desired-count 3"
                  + ".*maintenance_mode,value=false.*test_full_suite.*generate_rollback_report.*");
    }
  }

  private static Instant closed(DocumentRun run, String phase) {
    return when(
        run, e -> e instanceof RunEvent.PhaseClosed p && p.phase().equals(phase) && p.proved());
  }

  @Test
  @Covers({"B-73", "B-180", "B-233"})
  void production_stops_at_its_first_failure_and_is_overrun_after_45_minutes() {
    try (DocumentRun run = world(PRODUCTION)) {
      run.outside().set("smoke_fails");
      run.start(PRODUCTION).until("gate/authorisation");
      run.signsAll();
      for (int i = 0; i < 30 && run.state().item("smoke").status() != ItemStatus.FAILED; i++) {
        run.passes(Duration.ofSeconds(5));
      }
      assertThat(run.state().item("smoke").status()).isEqualTo(ItemStatus.FAILED);
      assertThat(run.state().item("alarm").openedAt()).as("the step after it").isEmpty();
      overruns(run, 45);
    }
  }

  /** The deployment's time-box: marked just after so many minutes, and not before. */
  private static void overruns(DocumentRun run, int minutes) {
    Instant opened = stage(run, "deployment").status().openedAt().orElseThrow();
    Instant end = opened.plus(Duration.ofMinutes(minutes));
    run.passes(Duration.between(run.world().now(), end.minusSeconds(1)));
    assertThat(stage(run, "deployment").status().overrun()).isFalse();
    run.passes(Duration.ofSeconds(2));
    assertThat(stage(run, "deployment").status().overrun()).isTrue();
    assertThat(run.standing()).contains("OVERRUN");
  }

  @Test
  @Covers({"B-53", "B-54", "B-87", "B-234"})
  void development_has_ten_minutes_and_its_way_back_three() throws IOException {
    failsThenGoesBack(
        DEVELOPMENT, "python validate_infrastructure.py => 1 no", "down_up", new int[] {10, 3});
  }

  @Test
  @Covers({"B-62", "B-63", "B-95", "B-234"})
  void staging_has_25_minutes_and_its_way_back_15() throws IOException {
    failsThenGoesBack(
        STAGING,
        "python tests/integration/test_staging_deployment.py => 1 1 failed",
        "stack_back",
        new int[] {25, 15});
  }

  private void failsThenGoesBack(String file, String change, String phase, int[] minutes)
      throws IOException {
    try (DocumentRun run = world(file)) {
      run.outside().becomes(change);
      run.start(file);
      run.passes(Duration.ofSeconds(20));
      overruns(run, minutes[0]);
      assertThat(run.world().says("dora", run.run(), new RunCommand.Rollback("a rehearsal")))
          .isEmpty();
      for (int i = 0; i < 30 && run.state().outcome().isEmpty(); i++) {
        run.signsAll();
        run.passes(Duration.ofSeconds(5));
      }
      assertThat(run.state().outcome()).as(run::standing).contains(Outcome.ROLLED_BACK);
      Instant decided = when(run, e -> e instanceof RunEvent.RollbackDecided);
      assertThat(closed(run, phase)).isBefore(decided.plus(Duration.ofMinutes(minutes[1])));
    }
  }

  @Test
  @Covers({"B-235", "C-57"})
  void without_a_baseline_there_is_no_go() throws IOException {
    try (DocumentRun run = world(PRODUCTION)) {
      assertThat(deploys(run)).as("with a baseline").isTrue();
    }
    try (DocumentRun run = world(PRODUCTION)) {
      run.outside().becomes("PROM *histogram_quantile(0.95*http_request* => 200");
      assertThat(deploys(run)).isFalse();
      assertThat(run.standing()).contains("baseline");
    }
  }

  /** Whether production comes to its first act, when all sign. */
  private static boolean deploys(DocumentRun run) {
    run.start(PRODUCTION);
    for (int i = 0; i < 20; i++) {
      run.signsAll();
      run.passes(Duration.ofSeconds(5));
    }
    return run.state().item("backup").openedAt().isPresent();
  }

  @Test
  @Covers({"C-03", "C-21", "C-29", "C-50"})
  void the_parts_of_a_promotion_open_one_after_the_other_and_late_is_told() {
    try (DocumentRun run = world(PROMOTION)) {
      run.start(30, PROMOTION).until("look_function");
      assertThat(run.state().item("ten_percent").status()).isEqualTo(ItemStatus.PASSED);
      Instant full = when(run, e -> is(e, "full", ItemStatus.PASSED));
      run.passes(Duration.between(run.world().now(), full.plus(Duration.ofMinutes(5))));
      assertThat(run.world().log(run.run()).all(RunEvent.Late.class)).isEmpty();
      run.passes(Duration.ofSeconds(2));
      assertThat(run.world().log(run.run()).the(RunEvent.Late.class).text())
          .isEqualTo("\"Immediate\" is late: it was due at " + full.plus(Duration.ofMinutes(5)));

      run.toItsEnd();
      assertThat(run.state().outcome()).as(run::standing).contains(Outcome.SUCCEEDED);
      List<String> parts =
          run.world().log(run.run()).all(RunEvent.StageOpened.class).stream()
              .map(RunEvent.StageOpened::stage)
              .toList();
      assertThat(parts)
          .containsExactly("before", "canary", "rollout", "immediate", "stability", "finish");
      for (int i = 1; i < parts.size(); i++) {
        String before = parts.get(i - 1);
        String after = parts.get(i);
        assertThat(when(run, e -> e instanceof RunEvent.StageClosed c && c.stage().equals(before)))
            .isBeforeOrEqualTo(
                when(run, e -> e instanceof RunEvent.StageOpened o && o.stage().equals(after)));
      }
    }
  }

  @Test
  @Covers({"D-33", "D-51", "D-53", "D-81", "X-17"})
  void a_canary_goes_by_five_twenty_five_and_fifty_to_all() {
    try (DocumentRun run = world(DEPLOYMENT)) {
      run.start(30, DEPLOYMENT).toItsEnd();
      assertThat(run.state().outcome()).as(run::standing).contains(Outcome.SUCCEEDED);
      assertThat(run.state().item("switch").openedAt()).isEmpty();
      assertThat(
              run.world().log(run.run()).all(RunEvent.Intended.class).stream()
                  .filter(intended -> intended.key().equals("ramp"))
                  .map(intended -> intended.act().what())
                  .toList())
          .hasSize(4);
      assertThat(
              run.world().log(run.run()).all(RunEvent.StepPassed.class).stream()
                  .filter(step -> step.key().equals("ramp"))
                  .count())
          .isEqualTo(4);
    }
  }

  @Test
  @Covers({"D-58", "D-59", "D-61", "D-83"})
  void only_the_way_of_delivery_that_was_chosen_is_asked_for() {
    try (DocumentRun run = world(DEPLOYMENT)) {
      run.start(30, DEPLOYMENT, "strategy=flags").toItsEnd();
      assertThat(run.state().outcome()).as(run::standing).contains(Outcome.SUCCEEDED);
      assertThat(run.state().item("ramp").openedAt()).isEmpty();
      assertThat(run.state().item("switch").openedAt()).isEmpty();
      assertThat(run.state().item("code_everywhere").status()).isEqualTo(ItemStatus.PASSED);
      Instant off = when(run, e -> is(e, "the_flag_is_off", ItemStatus.SIGNED));
      Instant everywhere = when(run, e -> is(e, "code_everywhere", ItemStatus.PASSED));
      Instant people = when(run, e -> is(e, "our_own_people_see_no_harm", ItemStatus.PASSED));
      assertThat(off).isBeforeOrEqualTo(everywhere);
      assertThat(everywhere).isBefore(people);
    }
  }

  @Test
  @Covers("E-04")
  void a_decision_that_comes_after_half_an_hour_is_no_go() {
    try (DocumentRun run = world(TRAIN)) {
      run.start(TRAIN).until("gate/gates");
      run.passes(Duration.between(run.world().now(), World.at("10:30:01")));
      run.world()
          .says("rita", run.run(), new RunCommand.Sign("gate/gates", "release_manager", "late"));
      run.passes(Duration.ofSeconds(5));
      RunEvent.GateDecided gate = run.world().log(run.run()).gate("gates");
      assertThat(gate.go()).as(run::standing).isFalse();
      assertThat(gate.sentence()).startsWith("NO-GO").contains("2026-03-02T10:30:00Z");
      assertThat(run.state().item("upgrade").openedAt()).isEmpty();
    }
  }

  @Test
  @Covers({"E-27", "E-80", "X-45"})
  void ten_minutes_of_silence_then_the_upgrade_then_five_minutes_before_it_is_validated() {
    try (DocumentRun run = world(TRAIN)) {
      run.start(TRAIN).toItsEnd();
      assertThat(run.state().outcome()).as(run::standing).contains(Outcome.SUCCEEDED);
      Instant told = when(run, e -> is(e, "go_notice", ItemStatus.PASSED));
      Instant silent = when(run, e -> is(e, "objections", ItemStatus.PASSED));
      assertThat(Duration.between(told, silent)).isGreaterThanOrEqualTo(Duration.ofMinutes(10));
      Instant upgraded = when(run, e -> is(e, "upgrade", ItemStatus.PASSED));
      assertThat(silent).isBeforeOrEqualTo(upgraded);
      assertThat(
              when(run, e -> e instanceof RunEvent.StageOpened o && o.stage().equals("validation")))
          .isEqualTo(upgraded.plus(Duration.ofMinutes(5)));
    }
  }

  @Test
  @Covers({"A-28", "A-83", "B-230", "B-237"})
  void nothing_is_skipped_silently_progress_is_counted_and_a_record_names_who_filled_it() {
    String file = "000-ops-checklist/pre-deploy.yaml";
    try (DocumentRun run = world(file)) {
      run.start(file).until("t_josh_gate");
      assertThat(run.world().says("ann", run.run(), new RunCommand.Skip("fleet", ""))).isNotEmpty();
      Standing.Counts counts = run.view().standing().counts();
      assertThat(counts.percent()).isEqualTo(100 * counts.done() / counts.all());
      run.toItsEnd();
      assertThat(run.view().standing().counts().percent()).isEqualTo(100);
      RunEvent.Filled filled = run.world().log(run.run()).the(RunEvent.Filled.class);
      assertThat(filled.role()).isEqualTo("operator");
      assertThat(filled.person()).startsWith("operator-");
      assertThat(filled.values()).containsKey("what_changed");
    }
  }

  @Test
  @Covers({"A-51", "A-78", "A-79"})
  void an_incident_is_over_when_its_seven_fields_are_filled() {
    String file = "000-ops-checklist/incident-triage.yaml";
    try (DocumentRun run = world(file)) {
      run.start(file).toItsEnd();
      assertThat(run.state().outcome()).as(run::standing).contains(Outcome.SUCCEEDED);
      assertThat(
              run.world().log(run.run()).all(RunEvent.Filled.class).stream()
                  .filter(filled -> filled.key().equals("incident_entry"))
                  .flatMap(filled -> filled.values().keySet().stream())
                  .distinct()
                  .sorted()
                  .toList())
          .containsExactly(
              "actions", "components", "detected", "resolved", "root_cause", "started");
    }
  }

  @Test
  @Covers({"A-43", "A-79", "B-236"})
  void the_moving_version_an_unknown_severity_and_a_placeholder_are_no_inputs() throws IOException {
    assertThat(refused("000-ops-checklist/pre-deploy.yaml", "version=$LATEST")).contains("$LATEST");
    assertThat(refused("000-ops-checklist/incident-triage.yaml", "severity=P3")).contains("P3");
    assertThat(refused(PRODUCTION, "backup=pre-deployment-YYYYMMDD-HHMMSS")).contains("backup");
    assertThat(refused(PRODUCTION, "api_id=API_ID")).contains("api_id");
  }

  private String refused(String file, String input) throws IOException {
    try (DocumentRun run = world(file)) {
      Path path = Path.of("examples", file);
      RunnableCopy copy =
          RunnableCopy.of(
              run.world().reader(), file, Files.readString(path), SiblingFiles.beside(path));
      copy.beside().forEach((id, source) -> run.world().beside(id, source.text()));
      return InputReader.read(run.world().playbook(copy.text()).scopes().inputs(), List.of(input))
          .problems()
          .toString();
    }
  }
}
