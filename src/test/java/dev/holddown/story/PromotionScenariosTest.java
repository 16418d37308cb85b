package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.run.Finding;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The acceptance scenarios of document 002, told with their own numbers. */
class PromotionScenariosTest {
  private static final String PROMOTION = "002-production-promotion/promotion.yaml";
  private static final String ERRORS = "PROM *http_requests_total*code=~'5..'* => 200 ";
  @TempDir Path folder;
  private int worlds;

  private DocumentRun world() {
    return DocumentRun.of(folder.resolve("world" + ++worlds), "002");
  }

  @Test
  @Covers({"S-C1", "C-04", "C-06", "C-12", "C-16", "X-22"})
  void only_a_clean_signed_and_freshly_scanned_digest_is_promoted() throws IOException {
    String scan =
        "aws ecr describe-image-scan-findings * => 0 {\"imageScanStatus\": {\"status\":"
            + " \"COMPLETE\"}, \"imageScanFindings\": {\"imageScanCompletedAt\": \"AT\","
            + " \"findingSeverityCounts\": {\"CRITICAL\": N}}}";
    try (DocumentRun run = world()) {
      run.outside().becomes(scan.replace("AT", "2026-03-02T09:00:00Z").replace("N}", "1}"));
      run.start(PROMOTION).passes(Duration.ofSeconds(20));
      assertThat(run.status("scan")).isEqualTo(ItemStatus.FAILED);
      assertThat(run.state().item("scan").reason()).contains("CRITICAL");
      assertThat(run.status("signature")).isEqualTo(ItemStatus.PASSED);
      assertThat(run.status("sbom")).isEqualTo(ItemStatus.PASSED);
      assertThat(run.status("rollback_digest")).isEqualTo(ItemStatus.PASSED);
    }
    try (DocumentRun run = world()) {
      run.outside().becomes(scan.replace("AT", "2026-03-01T09:00:00Z").replace("N}", "0}"));
      run.start(PROMOTION).passes(Duration.ofSeconds(20));
      assertThat(run.status("scan")).as("stale").isEqualTo(ItemStatus.FAILED);
    }
    try (DocumentRun run = world()) {
      run.outside().becomes("checkout-logs * dev* => 0 2026-03-02T09:20:00Z level=ERROR oh");
      run.start(PROMOTION).passes(Duration.ofSeconds(20));
      assertThat(run.status("dev_logs[alb]")).isEqualTo(ItemStatus.FAILED);
      run.lasts(Duration.ofMinutes(20));
      run.outside()
          .becomes(
              "checkout-logs * dev* => 0 2026-03-02T09:20:00Z level=ERROR oh\n"
                  + "  2026-03-02T10:15:00Z level=INFO well");
      for (String row : List.of("dev_logs[alb]", "dev_logs[function]")) {
        RunCommand again = new RunCommand.Recheck(row, "an hour is over");
        assertThat(run.world().says("dora", run.run(), again)).isEmpty();
        run.becomes(row, ItemStatus.PASSED);
      }
    }
  }

  @Test
  @Covers({"S-C2", "C-21", "C-22", "C-23", "C-24", "C-58"})
  void each_target_has_its_own_limit_and_one_5xx_of_the_canary_is_too_many() throws IOException {
    String function = "PROM *histogram_quantile(0.99*target='function'* => 200 0.48\n";
    String alb = "PROM *histogram_quantile(0.99*target='alb'* => 200 ";
    try (DocumentRun run = world()) {
      run.outside().becomes(function + alb + "0.92");
      run.start(PROMOTION).until("dashboard");
      run.outside().becomes(function + alb + "1.05");
      run.signsAll();
      run.lasts(Duration.ofSeconds(50));
      assertThat(run.world().log(run.run()).has(RunEvent.WindowStarted.class)).isTrue();
      assertThat(run.state().item("alias").openedAt()).as("full rollout").isEmpty();
      run.outside().becomes(function + alb + "0.92");
      run.opens("alias");
      assertThat(run.status("ten_percent")).isEqualTo(ItemStatus.PASSED);
      assertThat(run.status("canary_latency[function]")).isEqualTo(ItemStatus.PASSED);
      assertThat(run.status("canary_latency[alb]")).isEqualTo(ItemStatus.PASSED);
      assertThat(run.wentBack()).as(run::standing).isFalse();
    }
    try (DocumentRun run = world()) {
      run.start(PROMOTION).until("dashboard");
      run.signsAll();
      run.lasts(Duration.ofSeconds(30));
      run.outside()
          .becomes("PROM *increase(http_requests_total*side='canary',code=~'5..'* => 200 1");
      run.lasts(Duration.ofSeconds(30));
      assertThat(run.wentBack()).as("one 5xx").isTrue();
      assertThat(run.state().item("alias").openedAt()).as("full rollout").isEmpty();
    }
  }

  @Test
  @Covers({"S-C3", "C-42", "C-43", "C-44", "C-48", "X-33"})
  void ninety_seconds_of_errors_are_borne_and_three_slow_minutes_stop_the_deployment()
      throws IOException {
    for (boolean finished : List.of(false, true)) {
      try (DocumentRun run = world()) {
        String usual = "PROM *histogram_quantile(0.99* => 200 0.30\n";
        run.outside().becomes(usual);
        run.start(PROMOTION).until("look_function");
        if (finished) {
          run.outside().set("finished");
        }
        run.outside().becomes(usual + ERRORS + "0.012");
        run.lasts(Duration.ofSeconds(90));
        run.outside().becomes(usual + ERRORS + "0.003");
        run.lasts(Duration.ofMinutes(3));
        assertThat(run.wentBack()).as(run::standing).isFalse();

        Instant slow = run.world().now();
        run.outside().becomes("PROM *histogram_quantile(0.99* => 200 0.64");
        run.lasts(Duration.ofSeconds(190));
        assertThat(run.when(e -> e instanceof RunEvent.RollbackDecided))
            .isBetween(slow.plus(Duration.ofMinutes(3)), slow.plus(Duration.ofMinutes(4)));
        run.outside().becomes(usual);
        run.toItsEnd();
        assertThat(run.state().outcome()).as(run::standing).contains(Outcome.ROLLED_BACK);
        String calls = String.join("\n", run.outside().calls());
        assertThat(calls.contains("stop-deployment")).isEqualTo(!finished);
        assertThat(calls.contains("create-deployment")).isEqualTo(finished);
        assertThat(calls).contains("--function-version 7");
      }
    }
  }

  @Test
  @Covers({"S-C5", "C-32", "C-33", "C-39", "C-40", "C-54", "C-55", "C-56", "X-40"})
  void a_secret_in_the_logs_opens_an_incident_that_does_not_repeat_it() throws IOException {
    try (DocumentRun run = world()) {
      run.outside()
          .becomes(
              "checkout-logs * => 0 @NOW@ correlation_id=4b"
                  + " SUPER_SECRET_TOKEN=hunter2-in-the-clear");
      run.start(30, PROMOTION);
      for (int i = 0; i < 100 && waits(run, "leak_mended").isEmpty(); i++) {
        run.signsAll();
        run.passes(Duration.ofSeconds(5));
      }
      assertThat(waits(run, "leak_mended")).as(run::standing).isNotEmpty();
      assertThat(run.status("correlation[alb]")).isEqualTo(ItemStatus.PASSED);
      assertThat(run.status("correlation[function]")).isEqualTo(ItemStatus.PASSED);
      assertThat(run.world().log(run.run()).toString() + run.standing()).doesNotContain("hunter2");
      Finding leak = run.state().item("leak[alb]").finding(Purpose.CHECK).orElseThrow();
      assertThat(KeptText.of(run.world(), leak.evidence().orElseThrow()))
          .contains("checkout-logs alb prod", "not kept (store: counts): ")
          .doesNotContain("hunter2");
      String key = waits(run, "leak_mended").getFirst();
      assertThat(run.status(key.replace("leak_mended", "leak_incident")))
          .isEqualTo(ItemStatus.PASSED);
      assertThat(run.state().item("end_blue").openedAt()).isEmpty();
    }
  }

  /** The lines that are waited for, of these words. */
  private static List<String> waits(DocumentRun run, String words) {
    return run.view().standing().waiting().stream()
        .map(waiting -> waiting.key())
        .filter(key -> key.contains(words))
        .toList();
  }
}
