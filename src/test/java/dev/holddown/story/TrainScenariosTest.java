package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.ItemPreview;
import dev.holddown.domain.permit.Waiver;
import dev.holddown.domain.run.EvidenceLedger;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.PermitCommand;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.LastGood;
import dev.holddown.engine.Scopes;
import dev.holddown.testing.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The acceptance scenarios of document 004, told with their own numbers. */
class TrainScenariosTest {
  private static final String TRAIN = "004-command-center-pack/release-train.yaml";
  private static final String UNSIGNED = "004-command-center-pack/runbook-unsigned-image.yaml";
  private static final String ERRORS = "PROM *http_requests_total*code=~'5..'* => 200 ";

  private static final String CANARY = "p95_under_700_ms_p99_under_1_5_s_errors_under_1_percent";

  @TempDir Path folder;

  private DocumentRun world() {
    return DocumentRun.of(folder, "004");
  }

  private static void again(DocumentRun run, String key) {
    assertThat(run.world().says("rita", run.run(), new RunCommand.Recheck(key, "it was mended")))
        .isEmpty();
  }

  private static boolean is(RunEvent event, String key, ItemStatus status) {
    return event instanceof RunEvent.Turned t && t.key().equals(key) && t.status() == status;
  }

  private static Waiver terms(Instant expires) {
    return new Waiver(
        "", "", new Waiver.Reasons("pictures load late", "low", "WEB-12"), Instant.EPOCH, expires);
  }

  private static String measured(int p99) {
    return """
    file evidence/k6-summary.json = {"metrics": {"http_req_duration": {"p(95)": 690, "p(99)": P99}, "http_req_failed": {"value": 0.004}, "http_req_duration{op:read}": {"p(95)": 340}, "http_req_duration{op:write}": {"p(95)": 690}}}
    """
        .replace("P99", "" + p99);
  }

  @Test
  @Covers({"S-E1", "E-15", "E-16", "E-17", "E-19", "E-20", "E-22", "E-75", "E-76", "E-78"})
  void a_no_go_says_its_three_reasons_and_an_exception_lets_one_of_them_through()
      throws IOException {
    try (DocumentRun run = world()) {
      run.outside()
          .becomes(
              "file evidence/lighthouse.json = {\"categories\": {\"performance\": {\"score\":"
                  + " 0.79}}, \"audits\": {\"largest-contentful-paint\": {\"numericValue\": 2400},"
                  + " \"total-byte-weight\": {\"numericValue\": 440320}}}");
      Path provenance = run.outside().workspace().resolve("evidence/provenance.json");
      String built = Files.readString(provenance);
      Files.delete(provenance);
      run.outside().set("mutable");
      run.start(TRAIN);
      run.lasts(Duration.ofMinutes(5));
      RunEvent.GateDecided gate = run.world().log(run.run()).gate("gates");
      assertThat(gate.go()).isFalse();
      assertThat(gate.sentence()).startsWith("NO-GO");
      for (String key : new String[] {"provenance", "digests_only", "lighthouse"}) {
        assertThat(run.status(key).good()).as(key).isFalse();
      }
      assertThat(run.status("policies")).isEqualTo(ItemStatus.PASSED);

      Files.writeString(provenance, built);
      run.outside().clear("mutable");
      again(run, "provenance");
      again(run, "digests_only");
      Instant now = run.world().now();
      PermitCommand tooLong =
          new PermitCommand.Waive("lighthouse", terms(now.plus(Duration.ofDays(8))));
      assertThat(run.world().says("ann", run.run(), tooLong)).contains("a waiver lasts 7d at most");
      assertThat(
              run.world()
                  .says(
                      "ann",
                      run.run(),
                      new PermitCommand.Waive("lighthouse", terms(now.plus(Duration.ofDays(6))))))
          .isEmpty();
      RunCommand own = new RunCommand.Sign("waiver/lighthouse", "release_manager", "looked at it");
      assertThat(run.world().says("ann", run.run(), own)).as("one's own").isNotEmpty();
      assertThat(run.world().says("bob", run.run(), own)).isEmpty();
      run.until("gate/gates");
      assertThat(run.status("lighthouse")).isEqualTo(ItemStatus.WAIVED);
      run.becomes("go_notice", ItemStatus.PASSED);
      RunEvent.GateDecided last = run.world().log(run.run()).gate("gates");
      assertThat(last.go()).as(run::standing).isTrue();
      assertThat(last.sentence()).contains("1 waived");
    }
  }

  @Test
  @Covers({"S-E2", "E-79", "E-80", "X-45"})
  void an_objection_stops_the_ten_minutes_and_they_begin_anew_when_it_is_withdrawn() {
    try (DocumentRun run = world()) {
      run.start(TRAIN);
      run.becomes("go_notice", ItemStatus.PASSED);
      Instant told = run.state().item("objections").openedAt().orElseThrow();
      run.passes(Duration.between(run.world().now(), told.plus(Duration.ofSeconds(432))));
      RunCommand object = new RunCommand.Decline("objections", "stakeholder", "the shop is full");
      assertThat(run.world().says("someone", run.run(), decline("visitor"))).isNotEmpty();
      assertThat(run.world().says("bob", run.run(), object)).isEmpty();
      assertThat(run.status("objections")).isEqualTo(ItemStatus.FAILED);
      run.passes(Duration.between(run.world().now(), told.plus(Duration.ofMinutes(9))));
      again(run, "objections");
      Instant begun = run.world().now();
      run.passes(Duration.ofSeconds(595));
      assertThat(run.status("objections").ended()).as("at the old end, and after").isFalse();
      assertThat(run.state().item("upgrade").openedAt()).isEmpty();
      run.becomes("objections", ItemStatus.PASSED);
      assertThat(run.when(e -> is(e, "objections", ItemStatus.PASSED)))
          .isBetween(begun.plus(Duration.ofMinutes(10)), begun.plus(Duration.ofSeconds(630)));
    }
  }

  private static RunCommand decline(String role) {
    return new RunCommand.Decline("objections", role, "I do not like it");
  }

  @Test
  @Covers({
    "S-E3", "E-23", "E-24", "E-25", "E-26", "E-30", "E-31", "E-33", "E-34", "E-70", "E-81", "E-89",
    "E-86", "E-87", "E-88", "E-90", "E-97"
  })
  void nothing_is_upgraded_without_attestations_and_nothing_is_tagged_with_a_slow_tail()
      throws IOException {
    try (DocumentRun run = world()) {
      run.outside().becomes("cosign verify-attestation *slsaprovenance1* => 1 no attestation");
      run.start(TRAIN);
      run.becomes("attest_slsa", ItemStatus.FAILED);
      run.lasts(Duration.ofMinutes(1));
      assertThat(run.state().item("upgrade").openedAt()).isEmpty();

      run.outside()
          .becomes("cosign verify-attestation * => 0 {\"payload\": \"eyJ9\"}\n" + measured(1540));
      again(run, "attest_slsa");
      run.becomes(CANARY, ItemStatus.FAILED);
      assertThat(run.status("upgrade")).isEqualTo(ItemStatus.PASSED);
      assertThat(Files.exists(folder.resolve("flags/marked_start"))).isTrue();
      run.lasts(Duration.ofMinutes(1));
      assertThat(run.state().item("released").openedAt()).isEmpty();
      run.outside().becomes(measured(1480));
      run.toItsEnd();
      assertThat(run.state().outcome()).as(run::standing).contains(Outcome.SUCCEEDED);
      assertThat(run.folderText("workspace/releases-channel.log"))
          .contains("k6 p95 690", "0.004", "bundle-2.7.0", "@sha256:aaaa");
      assertThat(Files.exists(folder.resolve("flags/marked_finish"))).isTrue();
      assertThat(Files.exists(folder.resolve("flags/marked_back"))).isFalse();
      keepsTheBundle(run);
    }
  }

  /** Each part of the bundle under its name, as it was when its line passed. */
  private static void keepsTheBundle(DocumentRun run) {
    Map<String, List<EvidenceLedger.Piece>> kept = EvidenceLedger.of(run.state());
    Map<String, String> says =
        Map.of(
            "manifest", "sha256:aaaa",
            "sbom", "SPDX-",
            "provenance", "https://slsa.dev/provenance/",
            "k6", "\"p(99)\": 1480",
            "lighthouse", "largest-contentful-paint");
    assertThat(kept.keySet()).isEqualTo(says.keySet());
    kept.forEach((name, pieces) -> {
      assertThat(pieces).as(name).hasSize(1);
      assertThat(KeptText.of(run.world(), pieces.getFirst().digest()))
          .contains(says.getOrDefault(name, "?"));
    });
    assertThat(EvidenceLedger.missing(run.state(), "gates")).isEmpty();
  }

  @Test
  @Covers({"S-E4", "E-35", "E-36", "E-39", "E-41", "E-42", "E-82", "E-97"})
  void a_burning_budget_goes_back_and_four_and_a_half_bad_minutes_do_not() throws IOException {
    try (DocumentRun run = world()) {
      run.start(TRAIN).until("gate/promotion");
      run.outside().becomes(ERRORS + "0.013");
      run.lasts(Duration.ofSeconds(270));
      run.outside().becomes(ERRORS + "0.0004");
      run.lasts(Duration.ofMinutes(2));
      assertThat(run.wentBack()).isFalse();
      Instant burns = run.world().now();
      run.outside().becomes(ERRORS + "0.0025");
      run.lasts(Duration.ofSeconds(630));
      assertThat(run.when(e -> e instanceof RunEvent.RollbackDecided))
          .isBetween(burns.plus(Duration.ofMinutes(10)), burns.plus(Duration.ofSeconds(630)));
      run.toItsEnd();
      goneBack(run);
    }
  }

  @Test
  @Covers({"S-E4", "E-37", "E-82", "E-110"})
  void an_image_that_is_not_of_the_bundle_goes_back_at_once() {
    try (DocumentRun run = world()) {
      run.start(TRAIN).until("gate/promotion");
      Instant seen = run.world().now();
      run.outside().set("foreign");
      run.lasts(Duration.ofSeconds(70));
      assertThat(run.when(e -> e instanceof RunEvent.RollbackDecided))
          .isBeforeOrEqualTo(seen.plus(Duration.ofSeconds(70)));
      run.outside().clear("foreign");
      run.toItsEnd();
      goneBack(run);
    }
  }

  private void goneBack(DocumentRun run) {
    assertThat(run.state().outcome()).as(run::standing).contains(Outcome.ROLLED_BACK);
    try {
      assertThat(String.join("\n", run.outside().calls()))
          .matches("(?s).*helm rollback graph 11 .*k6 run .*gh issue create .*");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(run.folderText("workspace/releases-channel.log"))
        .contains("Rolling back 2.7.0 to revision 11", "ETA 5 min", run.run())
        .doesNotContain("<", "[X]", "${");
    assertThat(Files.exists(folder.resolve("flags/marked_back"))).isTrue();
  }

  @Test
  @Covers({"S-E5", "E-66", "E-102", "E-103", "E-106", "E-107", "E-108"})
  void an_unsigned_image_is_cut_off_replaced_and_let_in_again_before_the_runbook_ends()
      throws IOException {
    String bad = "sha256:" + "b".repeat(64);
    try (DocumentRun run = world()) {
      run.outside()
          .becomes(
              "cosign verify *"
                  + bad
                  + "* => 1 no matching signatures\n"
                  + "input running = registry.example/graph@"
                  + bad);
      run.start(UNSIGNED);
      run.lasts(Duration.ofSeconds(20));
      assertThat(run.world().log(run.run()).all(RunEvent.Noticed.class))
          .as("paged at once")
          .anyMatch(noticed -> noticed.deed().equals("page"));
      assertThat(run.status("unsigned")).isEqualTo(ItemStatus.PASSED);
      assertThat(Files.exists(folder.resolve("flags/quarantined"))).as("unsigned").isFalse();
      run.until("revision_back");
      assertThat(Files.exists(folder.resolve("flags/quarantined"))).isTrue();
      assertThat(run.state().outcome()).isEmpty();
      run.toItsEnd();
      assertThat(run.state().outcome()).as(run::standing).contains(Outcome.SUCCEEDED);
      assertThat(Files.exists(folder.resolve("flags/quarantined"))).isFalse();
      assertThat(String.join("\n", run.outside().calls()))
          .matches(
              "(?s).*kubectl apply .*helm rollback graph 11 .*cosign verify .*kubectl delete"
                  + " networkpolicy.*");
    }
  }

  @Test
  @Covers("E-02")
  void what_is_copied_from_the_pack_has_its_values_and_no_blank_left() {
    try (DocumentRun run = world()) {
      run.start(TRAIN).until("gate/promotion");
      World world = run.world();
      LastGood lastGood = new LastGood(world.store());
      Map<String, Object> scope =
          new Scopes(world.language().conditions(), lastGood).of(run.state(), world.now());
      List<String> copied =
          run.state().plan().playbook().stages().stream()
              .flatMap(stage -> run.state().plan().stage(stage.id()).stream())
              .flatMap(Node::all)
              .flatMap(node ->
                  ItemPreview.of(world.language(), run.state().plan(), node.key(), scope).stream())
              .toList();
      assertThat(copied).hasSizeGreaterThan(30);
      assertThat(copied).filteredOn(text -> text.contains("${")).isEmpty();
      assertThat(copied).filteredOn(text -> text.matches(".*<[A-Za-z][^<>=]*>.*")).isEmpty();
      assertThat(String.join("\n", copied))
          .contains("upgrade, --install, graph, charts/graph, -n, graph-demo")
          .contains("k6 p95 412 ms (limit 700), errors 0.002. Evidence bundle-2.7.0")
          .contains("{secret: grafana_token}");
    }
  }
}
