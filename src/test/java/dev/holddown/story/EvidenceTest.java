package dev.holddown.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.run.EvidenceLedger;
import dev.holddown.domain.run.FileNote;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.testing.Covers;
import dev.holddown.view.Layout;
import dev.holddown.view.Paint;
import dev.holddown.view.RunText;
import dev.holddown.view.RunView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run keeps by name, what it needs before it may close, and what it never keeps. */
class EvidenceTest {
  private static final String HEAD =
      """
      kind: playbook
      id: proved
      title: Proved release
      subject: {service: shop, environment: prod}
      """;

  private static final String STAGE =
      """
      stages:
        - stage: Before
          id: before
          GATE
          items:
            - {check: Queue is short, id: queue, keep: queue, world.metric: {name: queue}, expect: result.value < 10.0}
            - {signoff: The load report was read, id: report, keep: k6, sign: {role: tester}}
      """;

  private static final String NEEDS =
      """
      evidence:
        - {need: queue, by: before}
        - {need: k6, at-least: 1}
      """;

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void a_world() {
    world = World.inMemory(folder);
    world.metric("queue").was(3);
  }

  @AfterEach
  void the_end() {
    world.close();
  }

  private FileNote file(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Digest digest = world.ports().blobs().put(bytes);
    return new FileNote(name, "text/plain", bytes.length, digest.hex());
  }

  private List<EvidenceLedger.Piece> pieces(String run, String name) {
    return EvidenceLedger.of(world.state(run)).getOrDefault(name, List.of());
  }

  private List<String> shown(String run) {
    return RunText.lines(
        RunView.of(world.state(run), world.now(), List.of()),
        new Layout(160, Layout.Detail.FULL, Paint.plain()));
  }

  @Test
  @Covers("E-54")
  void a_gate_does_not_open_before_its_evidence_is_there_and_says_what_is_missing() {
    String run = world.start(HEAD + STAGE.replace("GATE", "gate: all") + NEEDS);
    assertThat(world.says("tia", run, new RunCommand.Sign("report", "tester", "read it on paper")))
        .isEmpty();
    world.advance(Duration.ofMinutes(1));

    assertThat(world.log(run).gate("before").sentence())
        .isEqualTo(
            "NO-GO: evidence `k6` is missing: 0 of 1; recheck \"The load report was read\", or"
                + " attach a file to it");
    assertThat(shown(run)).contains("Evidence", "  k6: 0 of 1 by the end of before  missing");

    FileNote report = file("k6.json", "{\"p99\": 1.2}");
    assertThat(world.says("tia", run, new RunCommand.Attach("report", report))).isEmpty();
    world.advance(Duration.ofMinutes(1));

    assertThat(world.log(run).gate("before").sentence()).startsWith("GO: ");
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
    EvidenceLedger.Piece piece = pieces(run, "k6").getFirst();
    assertThat(piece.by()).isEqualTo("tia");
    assertThat(piece.what()).isEqualTo("k6.json");
    assertThat(KeptText.of(world, piece.digest())).isEqualTo("{\"p99\": 1.2}");
    EvidenceLedger.Piece answer = pieces(run, "queue").getFirst();
    assertThat(answer.by()).isEmpty();
    assertThat(shown(run))
        .contains("    sha256:" + answer.digest(), "  k6: 1 of 1 by the end of before");
  }

  @Test
  void a_stage_without_a_gate_waits_too_and_a_person_is_named() {
    String run = world.start(HEAD + STAGE.replace("GATE", "order: any") + NEEDS);
    assertThat(world.says("tia", run, new RunCommand.Sign("report", "tester", "read"))).isEmpty();
    world.advance(Duration.ofMinutes(1));

    assertThat(world.state(run).outcome()).isEmpty();
    assertThat(shown(run))
        .anySatisfy(line -> assertThat(line).contains("Waiting for").contains("operator"));
    assertThat(String.join(" ", shown(run))).contains("evidence `k6` is missing: 0 of 1");

    FileNote report = file("k6.json", "{}");
    assertThat(world.says("tia", run, new RunCommand.Attach("report", report))).isEmpty();
    world.advance(Duration.ofMinutes(1));
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  void what_could_not_be_asked_is_no_evidence() {
    world.metric("queue").cannotBeAsked("connection refused");
    String run = world.start(HEAD + STAGE.replace("GATE", "gate: all") + NEEDS);
    world.advance(Duration.ofMinutes(1));

    assertThat(pieces(run, "queue")).isEmpty();
    assertThat(world.log(run).gate("before").sentence())
        .contains("evidence `queue` is missing: 0 of 1");
  }

  @Test
  void a_line_that_does_not_apply_needs_no_evidence() {
    String run =
        world.start(
            HEAD
                + STAGE
                    .replace("GATE", "gate: all")
                    .replace("keep: k6,", "keep: k6, not-applicable: {by: tester},")
                + NEEDS);
    assertThat(
            world.says(
                "tia",
                run,
                new RunCommand.NotApplicable(
                    "report", "tester", "no load is tried in this release")))
        .isEmpty();
    world.advance(Duration.ofMinutes(1));

    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
  }

  @Test
  void a_message_that_must_be_read_is_no_evidence_before_a_file_lies_beside_it() {
    String told =
        """
        stages:
          - stage: Before
            id: before
            gate: all
            items:
              - {message: It goes out, id: told, to: ["file:call.log"], text: Now, keep: k6, ack: {role: on_call, within: 10m}}
        evidence: [{need: k6}]
        """;
    String run = world.start(HEAD + told);
    world.says("olga", run, new RunCommand.Sign("told_read", "on_call", "seen"));
    world.advance(Duration.ofMinutes(1));

    assertThat(world.log(run).gate("before").sentence())
        .isEqualTo(
            "NO-GO: evidence `k6` is missing: 0 of 1; recheck \"It goes out\", or attach a file to"
                + " it");
    assertThat(world.says("tia", run, new RunCommand.Attach("told_sent", file("a.txt", "Now"))))
        .isEmpty();
    world.advance(Duration.ofMinutes(1));
    assertThat(world.state(run).outcome()).contains(Outcome.SUCCEEDED);
  }
}
