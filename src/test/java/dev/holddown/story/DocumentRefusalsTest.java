package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunHead;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the playbooks of the documents refuse, each with the world gone wrong in one place. */
class DocumentRefusalsTest {
  private static final String PRE_DEPLOY = "000-ops-checklist/pre-deploy.yaml";
  private static final String TRIAGE = "000-ops-checklist/incident-triage.yaml";
  private static final String PRODUCTION = "001-incident-commander/production.yaml";
  private static final String PROMOTION = "002-production-promotion/promotion.yaml";
  private static final String TRAIN = "004-command-center-pack/release-train.yaml";

  @TempDir Path folder;

  /** Starts it with the world gone wrong, and lets a little time pass. */
  private DocumentRun begun(String file, String... flags) {
    DocumentRun run = DocumentRun.of(folder, file.substring(0, 3));
    List.of(flags).forEach(run.outside()::set);
    run.start(file);
    run.passes(Duration.ofSeconds(10));
    return run;
  }

  private static void failed(DocumentRun run, String key) {
    assertThat(run.state().item(key).status()).as(run::standing).isEqualTo(ItemStatus.FAILED);
  }

  private static boolean acted(DocumentRun run, String key) {
    return run.world().log(run.run()).all(RunEvent.Intended.class).stream()
        .anyMatch(intended -> intended.key().equals(key));
  }

  @Test
  @Covers({"A-11", "A-10"})
  void an_alias_that_is_not_what_is_deployed_blocks_the_promotion() {
    try (DocumentRun run = begun(PRE_DEPLOY, "drift")) {
      failed(run, "status_version");
      assertThat(acted(run, "promote")).isFalse();
    }
  }

  @Test
  @Covers("A-13")
  void a_status_answer_without_its_agents_is_no_pass() {
    try (DocumentRun run = begun(PRE_DEPLOY, "agents_missing")) {
      failed(run, "status_shape");
      assertThat(run.state().item("fleet").status().good()).isFalse();
    }
  }

  @Test
  @Covers("A-15")
  void a_dead_fleet_blocks_the_promotion() {
    try (DocumentRun run = begun(PRE_DEPLOY, "fleet_dead")) {
      failed(run, "fleet");
    }
  }

  @Test
  @Covers("A-17")
  void forty_failed_pecks_of_a_hundred_and_twenty_are_too_many() {
    try (DocumentRun run = begun(PRE_DEPLOY, "callbacks")) {
      failed(run, "peck_failures");
    }
  }

  @Test
  @Covers("A-19")
  void unusual_audit_counts_wait_for_the_operator() {
    try (DocumentRun run = begun(PRE_DEPLOY, "unusual")) {
      assertThat(run.view().standing().waiting()).anyMatch(w -> w.who().equals("operator"));
      assertThat(run.state().item("audit_activity").status().good()).isFalse();
      run.toItsEnd();
      assertThat(run.state().item("audit_activity").status()).isEqualTo(ItemStatus.RESOLVED);
    }
  }

  @Test
  @Covers({"A-20", "A-21"})
  void an_amber_quota_tells_the_gate_owner_and_waits_for_them() {
    try (DocumentRun run = begun(PRE_DEPLOY, "amber")) {
      assertThat(run.state().item("mail_quota").status().good()).isFalse();
      assertThat(run.folderText("workspace/ops-channel.log")).contains("mail quota at 163 of 200");
      run.toItsEnd();
      assertThat(run.state().item("mail_quota").status()).isEqualTo(ItemStatus.RESOLVED);
      assertThat(run.signed()).anyMatch(s -> s.endsWith("as t_josh"));
    }
  }

  @Test
  @Covers("A-20")
  void a_hundred_and_fifty_eight_of_two_hundred_is_a_pass_with_a_heads_up() {
    try (DocumentRun run = begun(PRE_DEPLOY, "heads_up")) {
      assertThat(run.state().item("mail_quota").status()).isEqualTo(ItemStatus.PASSED);
      assertThat(run.standing()).contains("SentLast24Hours = 158");
    }
  }

  @Test
  @Covers("A-26")
  void a_function_error_of_the_test_call_blocks_the_promotion() {
    try (DocumentRun run = begun(PRE_DEPLOY, "cold_crash")) {
      failed(run, "invoke");
    }
  }

  @Test
  @Covers("A-27")
  void a_cold_start_over_two_seconds_asks_somebody_to_read_the_log() {
    try (DocumentRun run = begun(PRE_DEPLOY, "slow_start")) {
      assertThat(run.state().item("cold_starts").status().good()).isFalse();
      run.toItsEnd();
      assertThat(run.state().item("cold_starts").status()).isEqualTo(ItemStatus.RESOLVED);
    }
  }

  @Test
  @Covers({"A-31", "A-32"})
  void nothing_is_promoted_before_the_gate_owner_has_signed() {
    try (DocumentRun run = begun(PRE_DEPLOY)) {
      assertThat(acted(run, "promote")).isFalse();
      run.toItsEnd();
      List<RunEvent> events = run.world().log(run.run()).from(World.at("10:00:00"));
      int signed = first(events, e -> e instanceof RunEvent.Signed s && s.role().equals("t_josh"));
      int acts = first(events, e -> e instanceof RunEvent.Intended i && i.key().equals("promote"));
      assertThat(signed).isNotNegative().isLessThan(acts);
    }
  }

  private static int first(List<RunEvent> events, java.util.function.Predicate<RunEvent> wanted) {
    return events.indexOf(events.stream().filter(wanted).findFirst().orElseThrow());
  }

  @Test
  @Covers({"A-53", "A-61", "A-66", "A-67"})
  void a_silent_fleet_is_triaged_from_top_to_bottom() {
    try (DocumentRun run = begun(TRIAGE, "fleet_dead")) {
      assertThat(run.state().item("health_score").status()).isEqualTo(ItemStatus.OPEN);
      run.until("the_agents_were_started_again");
      assertThat(run.state().item("health_score").status()).isEqualTo(ItemStatus.RESOLVED);
      String runbook = "inc_003_the_whole_fleet_is_silent";
      assertThat(run.child(runbook).head().playbook()).isEqualTo("inc_003");
      assertThat(run.child(runbook).head().mode()).isEqualTo(RunHead.Mode.INCIDENT);
      assertThat(run.standing())
          .contains("run " + run.child(runbook).head().run() + " is under way");
      assertThat(run.state().item("diagnostics").openedAt()).isEmpty();

      run.signsAll();
      run.passes(Duration.ofSeconds(20));
      assertThat(run.child(runbook).outcome()).as("no agent pulses yet").isEmpty();
      run.outside().clear("fleet_dead");
      run.toItsEnd();
      assertThat(run.child(runbook).outcome()).contains(Outcome.SUCCEEDED);
      assertThat(run.state().item(runbook).status()).isEqualTo(ItemStatus.PASSED);
      assertThat(run.signed()).contains("inc_003_was_followed_to_its_end as operator");
      assertThat(run.state().outcome()).contains(Outcome.SUCCEEDED);
    }
  }

  @Test
  @Covers({"A-69", "A-70"})
  void failed_callbacks_lead_to_the_webhook_deliveries() {
    try (DocumentRun run = begun(TRIAGE, "callbacks")) {
      run.toItsEnd();
      assertThat(run.state().item("the_delivery_log_answers").status())
          .isEqualTo(ItemStatus.PASSED);
    }
  }

  @Test
  @Covers({"B-65", "B-236"})
  void the_wrong_account_stops_the_deployment_before_its_first_step() {
    try (DocumentRun run = begun(PRODUCTION, "staging_account")) {
      failed(run, "the_session_is_in_the_production_account_with_a_second_facto");
      assertThat(acted(run, "backup")).isFalse();
    }
  }

  @Test
  @Covers({"C-04", "C-02"})
  void an_unsigned_digest_is_not_promoted() {
    try (DocumentRun run = begun(PROMOTION, "unsigned")) {
      failed(run, "signature");
      assertThat(acted(run, "full")).isFalse();
    }
  }

  @Test
  @Covers("C-06")
  void one_critical_finding_is_one_too_many() {
    try (DocumentRun run = begun(PROMOTION, "vulnerable")) {
      failed(run, "scan");
    }
  }

  @Test
  @Covers({"C-14", "C-13"})
  void another_deployment_or_an_alarm_in_prod_blocks_the_promotion() {
    try (DocumentRun run = begun(PROMOTION, "busy", "alarm")) {
      failed(run, "alone");
      failed(run, "prod_stable");
    }
  }

  @Test
  @Covers({"E-08", "E-09", "E-22"})
  void a_red_type_check_is_no_go() {
    try (DocumentRun run = begun(TRAIN, "red_ci")) {
      failed(run, "ci_checks");
      assertThat(acted(run, "upgrade")).isFalse();
    }
  }

  @Test
  @Covers({"E-17", "E-16"})
  void a_chart_with_a_tag_is_no_go() {
    try (DocumentRun run = begun(TRAIN, "mutable")) {
      failed(run, "digests_only");
    }
  }

  @Test
  @Covers({"E-23", "E-25"})
  void helm_waits_for_the_signature() {
    try (DocumentRun run = begun(TRAIN, "unsigned")) {
      for (int i = 0; i < 80 && run.state().item("cosign").status() != ItemStatus.FAILED; i++) {
        run.signsAll();
        run.passes(Duration.ofSeconds(20));
      }
      failed(run, "cosign");
      assertThat(acted(run, "upgrade")).isFalse();
    }
  }
}
