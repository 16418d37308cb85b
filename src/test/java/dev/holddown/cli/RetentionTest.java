package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.StartAsk;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.Thinning;
import dev.holddown.testing.Covers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is kept no longer. */
@Timeout(60)
class RetentionTest {
  private static final Thinning.Rule RULE =
      new Thinning.Rule(Optional.of(Duration.ofDays(400)), Optional.of(Duration.ofDays(90)));

  @TempDir Path folder = Path.of("");
  private TestKit kit;

  @BeforeEach
  void a_kit() {
    kit = new TestKit(folder);
  }

  @AfterEach
  void close_it() {
    kit.close();
  }

  private Hosted open() {
    return kit.open(Home.of(kit.data()));
  }

  private Desk desk(Hosted hosted) {
    return Desk.of(hosted, kit.means());
  }

  private void run(Hosted hosted, String id, String yaml) throws InterruptedException {
    Playbook playbook = kit.language().reader().read("p.yaml", yaml).playbook().orElseThrow();
    StartAsk ask = new StartAsk(id, "prod", Map.of("version", "v" + id), "ann");
    Desk desk = desk(hosted);
    desk.answer(ask.ask("start", playbook, kit.language().codec()));
    for (int i = 0; i < 400 && !settled(desk, id); i++) {
      assertThat(new CountDownLatch(1).await(25, TimeUnit.MILLISECONDS)).isFalse();
    }
    assertThat(settled(desk, id)).isTrue();
  }

  private static boolean settled(Desk desk, String id) {
    return desk.show(id).closed() || !desk.show(id).standing().waiting().isEmpty();
  }

  /** Whatever was put was put long ago. */
  private void old() throws IOException {
    try (Stream<Path> files = Files.walk(kit.data().resolve("evidence"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      }
    }
  }

  @Test
  @Covers("F-37")
  void old_evidence_goes_and_the_log_the_last_good_run_and_open_runs_stay() throws Exception {
    try (Hosted hosted = open()) {
      run(hosted, "first", Playbooks.SMOOTH);
      run(hosted, "second", Playbooks.SMOOTH);
      run(hosted, "open", Playbooks.SIGNED);
      old();
      Thinning thinning = new Thinning(hosted.store(), hosted.keeping().orElseThrow());
      Instant later = kit.passing().clock().instant().plus(Duration.ofDays(401));
      Instant soon = kit.passing().clock().instant().plus(Duration.ofDays(399));

      assertThat(thinning.plan(RULE, soon).runs()).as("not yet").isEmpty();
      Thinning.Plan plan = thinning.plan(RULE, later);
      assertThat(plan.runs()).containsExactly("first");
      assertThat(plan.spared()).containsExactly("second");
      assertThat(plan.evidence()).isNotEmpty();
      assertThat(plan.bytes()).isPositive();

      Digest gone = plan.evidence().keySet().iterator().next();
      assertThat(hosted.blobs().get(gone)).isPresent();
      Thinning.Done done = thinning.apply(RULE, plan, later);
      assertThat(done.left()).isZero();
      assertThat(done.pieces()).isEqualTo(plan.evidence().size());

      assertThat(hosted.blobs().get(gone)).isEmpty();
      Ask ask = Ask.of("evidence").with("digest", gone.hex());
      assertThatThrownBy(() -> desk(hosted).answer(ask))
          .hasMessageStartingWith("evidence sha256:" + gone.hex() + " was removed at ")
          .hasMessageEndingWith(
              ": the workspace keeps evidence of closed runs for 400 days; the log still cites its"
                  + " digest, by which a copy of it can be proved");
      assertThat(desk(hosted).show("first").closed()).as("still shown").isTrue();
      assertThat(hosted.store().verify().firstBad()).isEmpty();
      assertThat(thinning.plan(RULE, later).runs()).as("done once").isEmpty();
      for (String kept : List.of("second", "open")) {
        hosted.store().read(kept).stream()
            .flatMap(e -> digests(String.valueOf(e.entry().event())))
            .forEach(d -> assertThat(hosted.blobs().get(new Digest(d))).as(kept).isPresent());
      }
    }
  }

  @Test
  void a_closed_run_that_owes_something_keeps_its_evidence_until_it_is_met() throws Exception {
    try (Hosted hosted = open()) {
      String owing =
          Playbooks.SMOOTH
              + "owed: [{owe: Report, due: ended + 900d, record: {into: reports, fields: {words:"
              + " {ask: operator}}}}]\n";
      run(hosted, "first", owing);
      run(hosted, "second", Playbooks.SMOOTH);
      Thinning thinning = new Thinning(hosted.store(), hosted.keeping().orElseThrow());
      Instant later = kit.passing().clock().instant().plus(Duration.ofDays(401));
      assertThat(thinning.plan(RULE, later).runs()).isEmpty();

      Ask fill = Ask.of("record").with("run", "first").with("key", "owed/report").with("as", "ann");
      desk(hosted).answer(fill.with("role", "operator").with("fields", Map.of("words", "done")));
      assertThat(thinning.plan(RULE, later).runs()).containsExactly("first");
    }
  }

  private static Stream<String> digests(String text) {
    return java.util.regex.Pattern.compile("evidence=(?:Optional)?\\[([0-9a-f]{64})")
        .matcher(text)
        .results()
        .map(m -> m.group(1));
  }

  @Test
  void bytes_that_were_put_just_now_stay_and_are_looked_at_again() throws Exception {
    try (Hosted hosted = open()) {
      run(hosted, "first", Playbooks.SMOOTH);
      run(hosted, "second", Playbooks.SMOOTH);
      Thinning thinning = new Thinning(hosted.store(), hosted.keeping().orElseThrow());
      Instant later = kit.passing().clock().instant().plus(Duration.ofDays(401));
      Thinning.Plan plan = thinning.plan(RULE, later);
      Thinning.Done done = thinning.apply(RULE, plan, later);
      assertThat(done.left()).isEqualTo(plan.evidence().size()).isPositive();
      assertThat(thinning.plan(RULE, later).runs()).containsExactly("first");
    }
  }

  @Test
  void the_verb_says_what_it_would_remove_and_refuses_to_guess() {
    kit.startEngine();
    TestKit.Printed none = kit.run("retention", "--dry-run");
    assertThat(none.exit()).isEqualTo(Exit.NO);
    assertThat(none.err())
        .contains("nothing says how long something is kept, so everything is: write retention:");
    TestKit.Printed dry = kit.run("retention", "--dry-run", "--evidence", "30");
    assertThat(dry.exit()).as(dry.err()).isZero();
    assertThat(dry.out())
        .contains(
            "would remove 0 pieces of evidence (0.0 MB) and 0 samples of 0 closed runs, and 0"
                + " delivered messages");
    assertThat(kit.run("retention").exit()).isEqualTo(Exit.USAGE);
    assertThat(kit.run("retention", "--apply", "--messages", "30").out()).startsWith("removed 0");
  }

  @Test
  void the_workspace_says_how_long_and_a_slip_is_refused() {
    kit.file("ws.yaml", "kind: workspace\nid: w\nretention: {evidence: 400d, messages: 12h}\n");
    TestKit.Printed bad = kit.run("validate", folder.resolve("ws.yaml").toString());
    assertThat(bad.exit()).isEqualTo(Exit.NO);
    assertThat(bad.out() + bad.err()).contains("`retention.messages` is shorter than a day");
    kit.file("ws.yaml", "kind: workspace\nid: w\nretention: {evidence: 400d, messages: 90d}\n");
    kit.startServer(true);
    assertThat(kit.run("retention", "--dry-run").exit()).isZero();
  }
}
