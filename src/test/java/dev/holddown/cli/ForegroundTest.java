package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.link.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose engine is the process of the verb, as in CI. */
class ForegroundTest {
  @TempDir Path folder = Path.of("");
  private TestKit kit = new TestKit(folder);

  @BeforeEach
  void newKit() {
    kit = new TestKit(folder);
  }

  private TestKit.Printed foreground(String text, String... more) {
    String file = kit.file("playbook.yaml", text).toString();
    String[] words = {"run", file, "--input", "version=2.0", "--foreground"};
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return kit.run(all);
  }

  @Test
  void a_run_that_goes_through_ends_with_0_and_its_report() {
    TestKit.Printed printed = foreground(Playbooks.SMOOTH);
    assertThat(printed.exit()).isZero();
    assertThat(printed.out())
        .contains("Before is closed: GO: 1 of 1 passed")
        .contains("passed  Set the version")
        .contains("SUCCEEDED: 2 items closed in 2 stages")
        .doesNotContain("\033");
    TestKit.Printed status = kit.run("status");
    assertThat(status.out()).contains("smooth-r1").contains("succeeded");
    TestKit.Printed verify = kit.run("log", "verify");
    assertThat(verify.exit()).isZero();
    assertThat(verify.out()).startsWith("WHOLE: ").contains(" events of 1 runs");
    TestKit.Printed log = kit.run("log", "smooth-r1");
    assertThat(log.out())
        .contains("run started: A release without people for shop/prod with version=2.0")
        .contains("gate of before: GO: 1 of 1 passed")
        .contains("way back frozen: version=old");
    assertThat(Json.tree(kit.run("log", "smooth-r1", "--json").out()).size()).isGreaterThan(8);
    assertThat(kit.run("show", "smooth-r1", "--exit-code").exit()).isZero();
  }

  @Test
  void evidence_is_found_by_the_beginning_of_its_digest() {
    foreground(Playbooks.SMOOTH);
    String log = kit.run("log", "smooth-r1").out();
    String digest = log.replaceAll("(?s).*?evidence sha256:([0-9a-f]{64}).*", "$1");
    TestKit.Printed evidence = kit.run("evidence", digest.substring(0, 10));
    assertThat(evidence.exit()).isZero();
    assertThat(evidence.out()).contains("look").contains("version old");
    TestKit.Printed none = kit.run("evidence", "0000000000");
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.err())
        .contains(
            "no evidence of the newest 50 runs begins with 0000000000; give the whole digest");
    assertThat(kit.run("evidence", "xyz").err())
        .contains("\"xyz\" is no digest: give sha256 in hex, at least its first 8 characters");
  }

  @Test
  void a_no_go_before_any_change_aborts_the_run_and_ends_with_1() {
    TestKit.Printed printed = foreground(Playbooks.NO_GO);
    assertThat(printed.exit()).isEqualTo(1);
    assertThat(printed.out())
        .contains("NO-GO: 1 of 1 failed: The old one runs is FAILED")
        .contains("ABORTED; in place: nothing");
    assertThat(kit.run("show", "nogo-r1", "--exit-code").exit()).isEqualTo(1);
  }

  @Test
  void a_run_that_waits_for_a_person_is_left_as_it_is_with_3() {
    TestKit.Printed printed = foreground(Playbooks.SIGNED);
    assertThat(printed.exit()).isEqualTo(3);
    assertThat(printed.out())
        .contains("holddown sign signed-r1 approval --role approver")
        .contains("Left as it is; nothing was changed. To go on: holddown resume");
    assertThat(kit.run("show", "--exit-code").exit()).isEqualTo(3);
  }

  @Test
  void as_json_it_prints_one_document_at_the_end() {
    TestKit.Printed printed = foreground(Playbooks.SMOOTH, "--json");
    var tree = Json.tree(printed.out());
    assertThat(tree.path("standing").path("result").path("outcome").asString())
        .isEqualTo("SUCCEEDED");
    assertThat(tree.path("head").path("run").asString()).isEqualTo("smooth-r1");
  }

  @Test
  void a_run_that_is_not_there_is_answered_with_the_nearest() {
    foreground(Playbooks.SMOOTH);
    TestKit.Printed printed = kit.run("show", "smoth-r1");
    assertThat(printed.exit()).isEqualTo(1);
    assertThat(printed.err())
        .isEqualTo("holddown: there is no run smoth-r1; did you mean smooth-r1?\n");
    TestKit.Printed json = kit.run("show", "smoth-r1", "--json");
    assertThat(Json.tree(json.out()).path("ok").asBoolean(true)).isFalse();
    TestKit.Printed none = kit.run("show");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("no run is open; name one: holddown status --all lists them");
  }
}
