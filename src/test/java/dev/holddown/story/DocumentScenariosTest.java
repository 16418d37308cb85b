package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.testing.Covers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The acceptance scenarios of documents 001 and 003, told with their own numbers. */
class DocumentScenariosTest {
  private static final String PRODUCTION = "001-incident-commander/production.yaml";
  private static final String DEPLOYMENT = "003-octoacme-deployment/deployment.yaml";
  private static final String STAGING_ACCOUNT =
      "aws sts get-caller-identity* => 0 {\"Account\": \"222233334444\", \"Arn\":"
          + " \"arn:aws:sts::222233334444:assumed-role/mfa/dora\"}";
  private static final String OWN_ACCOUNT = STAGING_ACCOUNT.replace("222233334444", "111122223333");
  private static final String ERRORS = "PROM *http_requests_total*code=~'5..'* => 200 ";
  private static final String P95 = "PROM *histogram_quantile(0.95*http_request* => 200 ";

  private static final String QUIET =
      "PROM *max_over_time((sum(rate(http_requests_total* => 200 0.002";

  @TempDir Path folder;
  private int worlds;

  private DocumentRun world(String file) {
    return DocumentRun.of(folder.resolve("world" + ++worlds), file.substring(0, 3));
  }

  private static long samples(DocumentRun run, Class<? extends RunEvent> kind) {
    return run.world().log(run.run()).all(kind).size();
  }

  @Test
  @Covers({"S-B2", "B-64", "B-65", "B-66", "B-67", "B-71", "B-72", "B-73", "B-233"})
  void the_wrong_account_stops_the_first_step_and_a_failing_smoke_test_the_sixth()
      throws IOException {
    try (DocumentRun run = world(PRODUCTION)) {
      run.start(PRODUCTION).until("gate/authorisation");
      assertThat(run.status("cdk"))
          .as("no stack before four signatures")
          .isEqualTo(ItemStatus.OPEN);
      run.outside().becomes(STAGING_ACCOUNT);
      run.signsAll();
      run.becomes("still_the_production_account", ItemStatus.FAILED);
      assertThat(run.state().item("still_the_production_account").reason())
          .contains("\"222233334444\"", "inputs.account = \"111122223333\"");
      run.lasts(Duration.ofMinutes(1));
      assertThat(run.state().item("tasks_before").openedAt()).isEmpty();
      assertThat(run.state().item("backup").openedAt()).isEmpty();

      run.outside().becomes(OWN_ACCOUNT + "\npython tests/production/test_smoke.py => 1 1 failed");
      RunCommand again = new RunCommand.Recheck("still_the_production_account", "profile mended");
      assertThat(run.world().says("dora", run.run(), again)).isEmpty();
      run.becomes("smoke", ItemStatus.FAILED);
      assertThat(run.status("backup")).isEqualTo(ItemStatus.PASSED);
      assertThat(run.state().saved().toString()).contains("backup_arn=arn:backup/1");
      assertThat(String.join("\n", run.outside().calls()))
          .contains("--backup-name pre-deployment-20261121-143000");
      assertThat(run.world().log(run.run()).toString()).contains("is false: result.exit = 1");
      assertThat(run.state().item("alarm").openedAt()).as("the sixth step").isEmpty();
      assertThat(run.standing()).doesNotContain("OVERRUN");
      run.lasts(Duration.ofMinutes(45));
      assertThat(run.standing()).contains("OVERRUN");
    }
  }

  @Test
  @Covers({
    "S-B3", "B-76", "B-97", "B-98", "B-99", "B-100", "B-101", "B-102", "B-107", "B-108", "B-109",
    "B-113", "B-114", "B-115", "B-156"
  })
  void four_and_a_half_bad_minutes_are_borne_and_five_and_a_half_are_not() throws IOException {
    try (DocumentRun run = world(PRODUCTION)) {
      run.start(PRODUCTION).until("every_alert_and_dashboard_works");
      run.outside().becomes(ERRORS + "0.08");
      run.lasts(Duration.ofSeconds(270));
      run.outside().becomes(ERRORS + "0.0002");
      run.lasts(Duration.ofMinutes(5));
      assertThat(run.wentBack()).as("four and a half minutes").isFalse();

      Instant bad = run.world().now();
      run.outside().becomes(ERRORS + "0.08");
      run.lasts(Duration.ofSeconds(330));
      Instant decided = run.when(e -> e instanceof RunEvent.RollbackDecided);
      assertThat(decided)
          .isBetween(bad.plus(Duration.ofMinutes(5)), bad.plus(Duration.ofMinutes(6)));
      assertThat(run.state().saved().toString()).contains("old_count");
      run.outside().becomes(ERRORS + "0");
      run.toItsEnd();
      assertThat(run.state().outcome()).as(run::standing).contains(Outcome.ROLLED_BACK);
      assertThat(closed(run, "immediate")).isBefore(decided.plus(Duration.ofMinutes(5)));
      assertThat(closed(run, "full")).isBefore(decided.plus(Duration.ofMinutes(30)));
      assertThat(closed(run, "after_rollback")).isBefore(decided.plus(Duration.ofMinutes(60)));
      assertThat(String.join("\n", run.outside().calls()))
          .matches(
              "(?s).*value=true.*--desired-count 0.*restore-table.*--desired-count 3"
                  + ".*value=false.*test_full_suite.*");
    }
  }

  private static Instant closed(DocumentRun run, String phase) {
    return run.when(
        e -> e instanceof RunEvent.PhaseClosed p && p.phase().equals(phase) && p.proved());
  }

  /** What production measures when it is validated, but for its p95. */
  private static String measured(String p95) {
    return """
    PROM *histogram_quantile(0.95*http_request* => 200 P95
    PROM *container_memory_ratio* => 200 0.78
    PROM *container_cpu_ratio* => 200 0.66
    PROM *avg_over_time(probe_success* => 200 1.0
    PROM *count_over_time(probe_success* => 200 492
    PROM *http_requests_total*code=~'5..'* => 200 0.0006
    file evidence/k6-summary.json = {"seconds": 300, "metrics": {"http_req_duration": {"p(95)": P95MS}, "http_reqs": {"rate": 112}, "http_req_failed": {"value": 0.0006}}}
    """
        .replace("P95MS", p95)
        .replace("P95", "0." + p95);
  }

  @Test
  @Covers({
    "S-B5", "B-142", "B-143", "B-144", "B-145", "B-146", "B-171", "B-172", "B-180", "B-181",
    "B-182", "B-183", "B-220"
  })
  void nine_percent_over_the_baseline_is_well_and_twelve_are_not() throws IOException {
    try (DocumentRun run = world(PRODUCTION)) {
      run.outside().becomes(P95 + "0.430");
      run.start(PRODUCTION).until("gate/authorisation");
      run.outside().becomes(measured("470"));
      run.toItsEnd();
      assertThat(run.state().outcome()).as(run::standing).contains(Outcome.SUCCEEDED);
      assertThat(run.standing()).doesNotContain("OVERRUN");
    }
    try (DocumentRun run = world(PRODUCTION)) {
      run.outside().becomes(P95 + "0.430");
      run.start(PRODUCTION).until("gate/authorisation");
      run.outside().becomes(measured("480"));
      for (int i = 0; i < 60; i++) {
        run.signsAll();
        run.passes(Duration.ofSeconds(60));
      }
      assertThat(run.status("load_limits")).isEqualTo(ItemStatus.PASSED);
      assertThat(run.status("within_ten").ended()).as(run::standing).isFalse();
      assertThat(run.state().item("post_mail").openedAt()).isEmpty();
    }
  }

  @Test
  @Covers("B-05")
  void an_application_leaves_roles_and_networks_as_they_are() {
    try (DocumentRun run = world(PRODUCTION)) {
      run.start(PRODUCTION, "deployment_type=application").passes(Duration.ofSeconds(20));
      assertThat(run.status("roles_and_network")).isEqualTo(ItemStatus.NOT_APPLICABLE);
      assertThat(run.state().item("the_execution_role_trusts_lambda").openedAt()).isEmpty();
      assertThat(run.status("the_compose_file_is_valid")).isEqualTo(ItemStatus.PASSED);
    }
    try (DocumentRun run = world(PRODUCTION)) {
      run.start(PRODUCTION).passes(Duration.ofSeconds(20));
      assertThat(run.status("the_execution_role_trusts_lambda")).isEqualTo(ItemStatus.PASSED);
    }
  }

  @Test
  @Covers("B-221")
  void a_metric_that_warns_keeps_the_validation_open() throws IOException {
    try (DocumentRun run = world(PRODUCTION)) {
      run.start(PRODUCTION).until("gate/authorisation");
      run.signsAll();
      run.becomes("smoke", ItemStatus.PASSED);
      run.outside().becomes("PROM *dynamodb_throttled_total* => 200 0.02");
      for (int i = 0; i < 20; i++) {
        run.signsAll();
        run.passes(Duration.ofMinutes(1));
      }
      assertThat(run.status("in_range").ended()).as(run::standing).isFalse();
      assertThat(run.state().item("within_ten").openedAt()).as("the stage after it").isEmpty();
      run.outside().becomes("PROM *dynamodb_throttled_total* => 200 0");
      run.lasts(Duration.ofMinutes(7));
      assertThat(run.status("in_range")).as(run::standing).isEqualTo(ItemStatus.PASSED);
    }
  }

  @Test
  @Covers({"S-D2", "D-32", "D-41", "D-51", "D-52", "D-53", "X-17", "X-19"})
  void six_percent_over_the_baseline_at_25_brings_the_weight_back_to_nothing() throws IOException {
    String samples = "PROM *increase(http_requests_total* => 200 60000\n";
    for (boolean worse : List.of(true, false)) {
      try (DocumentRun run = world(DEPLOYMENT)) {
        run.outside().becomes(samples + ERRORS + "0.0100");
        run.start(DEPLOYMENT);
        run.opens("calm");
        Instant began = run.state().item("calm").openedAt().orElseThrow();
        run.passes(Duration.between(run.world().now(), began.plus(Duration.ofSeconds(599))));
        assertThat(run.status("calm").ended()).as("after 9:59").isFalse();
        assertThat(run.state().item("ramp").openedAt()).isEmpty();
        run.opens("ramp");
        for (int i = 0; i < 60 && samples(run, RunEvent.StepPassed.class) < 1; i++) {
          run.passes(Duration.ofMinutes(1));
        }
        run.outside().becomes(samples + ERRORS + (worse ? "0.0106" : "0.0104"));
        for (int i = 0; worse && i < 60 && !run.wentBack(); i++) {
          run.passes(Duration.ofSeconds(30));
        }
        run.outside().becomes(QUIET + "\n" + samples + ERRORS + "0.0104");
        run.toItsEnd();
        assertThat(run.state().outcome())
            .as(run::standing)
            .contains(worse ? Outcome.ROLLED_BACK : Outcome.SUCCEEDED);
        assertThat(samples(run, RunEvent.StepPassed.class)).isEqualTo(worse ? 1 : 4);
      }
    }
  }

  @Test
  @Covers("D-04")
  void a_new_service_is_measured_by_what_it_may_and_not_by_what_it_was() throws IOException {
    String noHour = "PROM *offset* => 200\n";
    try (DocumentRun run = world(DEPLOYMENT)) {
      run.outside().becomes(noHour + ERRORS + "0.005");
      run.start(DEPLOYMENT, "new_service=true").until("flows");
      run.lasts(Duration.ofMinutes(6));
      assertThat(run.wentBack()).as("half a percent").isFalse();
      run.outside().becomes(ERRORS + "0.011");
      run.lasts(Duration.ofMinutes(6));
      assertThat(run.wentBack()).as(run::standing).isTrue();
    }
  }

  @Test
  @Covers({"D-55", "D-56", "D-57"})
  void blue_goes_to_green_in_one_step_that_is_read_back_and_blue_is_kept_for_a_day() {
    try (DocumentRun run = world(DEPLOYMENT)) {
      run.start(30, DEPLOYMENT, "strategy=blue_green").toItsEnd();
      assertThat(run.state().outcome()).as(run::standing).contains(Outcome.SUCCEEDED);
      assertThat(run.status("smoke_beside")).isEqualTo(ItemStatus.PASSED);
      assertThat(run.state().item("ramp").openedAt()).as("the canary").isEmpty();
      List<Instant> shifts = moments(run, e -> e instanceof RunEvent.Intended i && is(i.key()));
      List<Instant> inPlace =
          moments(
              run,
              e ->
                  e instanceof RunEvent.Asked a
                      && is(a.key())
                      && a.purpose() == Purpose.DONE
                      && a.finding().verdict().passed());
      assertThat(shifts).hasSize(1);
      assertThat(Duration.between(shifts.getFirst(), inPlace.getFirst()))
          .isLessThanOrEqualTo(Duration.ofSeconds(60));
      assertThat(run.state().over()).as("somebody still has to end the old version").isFalse();
    }
  }

  private static boolean is(String key) {
    return key.equals("switch");
  }

  private static List<Instant> moments(DocumentRun run, Predicate<RunEvent> wanted) {
    return run.world().log(run.run()).entries().stream()
        .filter(entry -> wanted.test(entry.event()))
        .map(Entry::at)
        .toList();
  }
}
