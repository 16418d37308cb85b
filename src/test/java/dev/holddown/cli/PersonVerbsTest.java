package dev.holddown.cli;

import static dev.holddown.cli.TestKit.waitsAt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.EngineClient;
import dev.holddown.cli.link.Json;
import dev.holddown.view.RunView;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people say to a run, through the socket of an engine that runs. */
class PersonVerbsTest {
  @TempDir Path folder = Path.of("");
  private TestKit kit = new TestKit(folder);

  @BeforeEach
  void startEngine() {
    kit = new TestKit(folder);
    kit.startEngine();
  }

  @AfterEach
  void stopEngine() {
    kit.close();
  }

  private String started(String text) {
    String file = kit.file("playbook.yaml", text).toString();
    TestKit.Printed printed = kit.run("run", file, "-i", "version=2.0", "--detach", "--json");
    assertThat(printed.exit()).as(printed.err()).isZero();
    return Json.tree(printed.out()).path("run").asString();
  }

  private RunView until(String run, Predicate<RunView> state) {
    return kit.until(run, state);
  }

  @Test
  void two_roles_sign_and_the_run_goes_on_to_its_end() {
    String run = started(Playbooks.SIGNED);
    until(run, waitsAt("approval"));
    TestKit.Printed first = kit.run("sign", "approval", "--role", "approver", "--as", "ann");
    assertThat(first.exit()).isZero();
    assertThat(first.out())
        .contains("signed \"approval\" (run " + run + ")")
        .contains("Waiting for owner: sign")
        .contains("holddown sign " + run + " approval --role owner");
    TestKit.Printed again = kit.run("sign", run, "approval", "--role", "approver", "--as", "ann");
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.err()).contains("ann has signed \"approval\" as approver already");
    kit.run("sign", run, "approval", "--role", "owner", "--as", "bob");
    until(run, waitsAt("look_at_it"));
    kit.run("sign", run, "look_at_it", "--role", "operator", "--comment", "looks good");
    RunView end = until(run, RunView::closed);
    assertThat(end.standing().result().exitCode()).isZero();
    assertThat(kit.run("log", run).out()).contains("signed by ann as operator: looks good");
  }

  @Test
  void a_refusal_ends_with_1_and_says_what_to_do() {
    String run = started(Playbooks.SIGNED);
    until(run, waitsAt("approval"));
    TestKit.Printed role = kit.run("sign", run, "approval", "--role", "cook");
    assertThat(role.exit()).isEqualTo(1);
    assertThat(role.err())
        .contains("\"approval\" is signed by approver, owner, not by the role cook");
    TestKit.Printed settle =
        kit.run("settle", run, "approval", "--landed", "--reason", "seen it there");
    assertThat(settle.err()).contains("\"approval\" has no act of unknown outcome");
    TestKit.Printed both = kit.run("settle", run, "approval", "--reason", "seen it there");
    assertThat(both.exit()).isEqualTo(2);
    assertThat(both.err()).contains("say one of --landed and --not-landed");
    TestKit.Printed declare = kit.run("declare", "x", "--role", "r", "--reason", "seen it");
    assertThat(declare.err()).contains("\"x\" is not a watch that a person pulls");
    TestKit.Printed json = kit.run("sign", run, "approval", "--role", "cook", "--json");
    assertThat(json.exit()).isEqualTo(1);
    assertThat(Json.tree(json.out()).path("accepted").asBoolean(true)).isFalse();
  }

  @Test
  void hold_freezes_and_resume_lifts_it() {
    String run = started(Playbooks.SIGNED);
    until(run, waitsAt("approval"));
    TestKit.Printed held = kit.run("hold", "--reason", "database is slow");
    assertThat(held.exit()).isZero();
    assertThat(held.out()).contains("held (run " + run + ")").contains("holddown resume " + run);
    assertThat(kit.run("show").out()).contains("HELD").contains("held: database is slow");
    assertThat(kit.run("resume", run).out()).contains("resumed (run " + run + ")");
    assertThat(kit.run("resume", run).err()).contains("holddown: the run is not held");
    assertThat(kit.run("resume").out()).contains("The engine works").contains("1 open run");
  }

  @Test
  void abort_and_then_everything_else_is_refused_with_the_outcome() {
    String run = started(Playbooks.SIGNED);
    until(run, waitsAt("approval"));
    TestKit.Printed aborted = kit.run("abort", run, "--reason", "wrong version");
    assertThat(aborted.exit()).isZero();
    assertThat(aborted.out()).contains("ABORTED; in place: nothing");
    TestKit.Printed late = kit.run("hold", run);
    assertThat(late.exit()).isEqualTo(1);
    assertThat(late.err()).contains("run " + run + " is closed (ABORTED); nothing was changed");
  }

  @Test
  void rollback_goes_back_and_proves_it_and_attach_ends_with_4() {
    String run = started(Playbooks.SIGNED);
    until(run, waitsAt("approval"));
    kit.run("sign", run, "approval", "--role", "approver", "--as", "ann");
    kit.run("sign", run, "approval", "--role", "owner", "--as", "bob");
    until(run, waitsAt("look_at_it"));
    TestKit.Printed back = kit.run("rollback", run, "--reason", "orders fail");
    assertThat(back.exit()).as(back.err()).isZero();
    assertThat(kit.run("card", run).out()).isEqualTo("CARD back to {version=old}\n");
    RunView end = until(run, RunView::closed);
    assertThat(end.standing().result().exitCode()).isEqualTo(4);
    TestKit.Printed attach = kit.run("attach", run);
    assertThat(attach.exit()).isEqualTo(4);
    assertThat(attach.out()).contains("cause: ann: orders fail").contains("ROLLED BACK and proved");
  }

  @Test
  void a_closed_run_is_taken_back_by_a_run_of_its_own() {
    String run = started(Playbooks.SMOOTH);
    until(run, RunView::closed);
    TestKit.Printed back = kit.run("rollback", run, "--reason", "errors came late");
    assertThat(back.exit()).as(back.err()).isZero();
    assertThat(back.out()).contains("(run " + run + "-back)");
    RunView end = until(run + "-back", RunView::closed);
    assertThat(end.standing().result().outcome()).contains("ROLLED_BACK");
  }

  @Test
  void skip_recheck_and_decline_say_what_they_did() {
    String run = started(Playbooks.NO_GO);
    until(run, waitsAt("run"));
    TestKit.Printed again =
        kit.run("recheck", run, "the_old_one_runs", "--reason", "it was mended");
    assertThat(again.out()).contains("asked anew \"the_old_one_runs\"");
    until(run, waitsAt("run"));
    TestKit.Printed na =
        kit.run("na", run, "the_old_one_runs", "--role", "x", "--reason", "no such thing");
    assertThat(na.err())
        .contains("may not be closed as not applicable; the playbook names nobody who may");
    kit.run("abort", run);
    String signed = started(Playbooks.SIGNED);
    until(signed, waitsAt("approval"));
    TestKit.Printed no =
        kit.run("decline", "approval", "--role", "owner", "--reason", "tests are red");
    assertThat(no.out()).contains("declined \"approval\" (run " + signed + ")");
    assertThat(kit.run("skip", signed, "none", "--reason", "why not").err())
        .contains("no item \"none\" in this run; see: holddown show " + signed);
  }

  @Test
  void with_several_open_runs_one_must_be_named() {
    String first = started(Playbooks.SIGNED);
    String second = started(Playbooks.SIGNED.replace("service: shop", "service: cart"));
    TestKit.Printed printed = kit.run("hold");
    assertThat(printed.exit()).isEqualTo(2);
    assertThat(printed.err())
        .contains("several runs are open; name one of ")
        .contains(first)
        .contains(second);
    assertThat(kit.run("status").out()).contains(first).contains("waits for");
  }

  @Test
  void a_version_is_adopted_as_known_good() {
    TestKit.Printed printed =
        kit.run(
            "known-good",
            "add",
            "--service",
            "shop",
            "--env",
            "prod",
            "--input",
            "version=1.9",
            "--reason",
            "has run since May");
    assertThat(printed.exit()).as(printed.err()).isZero();
    assertThat(printed.out())
        .contains("adopted as known good for shop/prod, observed and not proven");
    String file =
        kit.file(
                "good.yaml",
                Playbooks.SMOOTH.replace(
                    "to: {version: old}", "to: {version: \"${last_good().version}\"}"))
            .toString();
    assertThat(kit.run("run", file, "-i", "version=2.0", "--dry-run").out())
        .contains("The way back, to version=1.9");
  }

  @Test
  void an_engine_that_cannot_start_is_said_with_its_log() {
    kit.stopEngine();
    TestKit.Printed printed = kit.run("hold", "x");
    assertThat(printed.exit()).isEqualTo(5);
    assertThat(printed.err())
        .contains("the engine ended at once, with exit code 1; nothing was changed. The end of ")
        .contains("engine.log");
  }

  @Test
  void what_is_asked_of_the_engine_is_what_the_view_says() {
    String run = started(Playbooks.SIGNED);
    RunView view = until(run, waitsAt("approval"));
    try (EngineClient client = EngineClient.connect(kit.data()).orElseThrow()) {
      RunView asked = client.ask(Ask.of("show").with("run", run), RunView.class);
      assertThat(asked.stages()).hasSameSizeAs(view.stages());
      assertThat(asked.standing().waiting()).isEqualTo(view.standing().waiting());
    }
  }
}
