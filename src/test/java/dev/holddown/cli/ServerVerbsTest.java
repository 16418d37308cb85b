package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.HttpLink;
import dev.holddown.cli.link.Json;
import dev.holddown.view.RunView;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of a person who has no data folder but a server and a token. */
class ServerVerbsTest {
  private final TestKit kit;
  private final TestKit far;
  private final String server;
  private final String token;

  ServerVerbsTest(@TempDir Path folder, @TempDir Path elsewhere) {
    kit = new TestKit(folder);
    kit.file("signed.yaml", Playbooks.SIGNED);
    kit.file("nogo.yaml", Playbooks.NO_GO);
    server = kit.startServer(false).address().toString();
    TestKit.Printed made =
        kit.run(
            "token",
            "add",
            "ann",
            "--scope",
            "work",
            "--role",
            "approver",
            "--role",
            "owner",
            "--role",
            "operator");
    assertThat(made.err()).contains("It is shown this once; put it into HOLDDOWN_TOKEN");
    token = made.out().strip();
    far = new TestKit(elsewhere).variable("HOLDDOWN_TOKEN", token);
  }

  @AfterEach
  void stopServer() {
    kit.close();
    far.close();
  }

  private String started(String playbook) {
    String file = kit.file("local.yaml", playbook).toString();
    TestKit.Printed printed = kit.run("run", file, "-i", "version=2.0", "--detach", "--json");
    assertThat(printed.exit()).as(printed.err()).isZero();
    return Json.tree(printed.out()).path("run").asString("");
  }

  private RunView until(String run, Predicate<RunView> so) {
    AtomicReference<RunView> last = new AtomicReference<>();
    try (HttpLink link = HttpLink.to(server, token)) {
      last.set(link.ask(Ask.of("show").with("run", run), RunView.class));
      link.follow(
          run,
          view -> {
            last.set(view);
            return !so.test(view);
          });
    }
    return last.get();
  }

  private static Predicate<RunView> waitsAt(String key) {
    return view -> view.standing().waiting().stream().anyMatch(w -> w.key().equals(key));
  }

  @Test
  void a_run_is_seen_signed_held_and_aborted_from_another_machine() {
    String run = started(Playbooks.SIGNED);
    until(run, waitsAt("approval"));
    assertThat(far.run("status", "--server", server).out()).contains(run);
    assertThat(far.run("show", run, "--server", server).out()).contains("Approval");
    TestKit.Printed signed =
        far.run("sign", run, "approval", "--role", "approver", "--server", server, "--as", "eve");
    assertThat(signed.exit()).as(signed.err()).isZero();
    assertThat(signed.out()).contains("signed \"approval\" (run " + run + ")");
    assertThat(far.run("hold", run, "--reason", "wait", "--server", server).exit()).isZero();
    assertThat(far.run("resume", run, "--server", server).exit()).isZero();
    assertThat(far.run("abort", run, "--reason", "enough", "--server", server).exit()).isZero();
    far.variable("HOLDDOWN_SERVER", server);
    TestKit.Printed log = far.run("log", run);
    assertThat(log.out())
        .contains("signed by ann as approver")
        .contains("enough")
        .doesNotContain("eve");
    assertThat(far.run("log", "verify").out()).startsWith("WHOLE: ");
    assertThat(far.run("rollback", "no-such").err()).contains("there is no run no-such");
  }

  @Test
  void incident_mode_is_turned_on_told_of_and_not_left_too_early_from_another_machine() {
    far.variable("HOLDDOWN_SERVER", server);
    TestKit.Printed on = far.run("incident", "start", "The shop is down", "--json");
    assertThat(on.exit()).as(on.err()).isZero();
    String id = Json.tree(on.out()).path("id").asString("");
    assertThat(far.run("incident", "list").out()).contains(id).contains("The shop is down");
    assertThat(far.run("incident", "join", id).exit()).isZero();
    assertThat(far.run("incident", "note", id, "the queue is full").exit()).isZero();
    assertThat(far.run("incident", "record", id, "--root-cause", "a full queue").exit()).isZero();
    assertThat(far.run("incident", "show", id).out())
        .contains("the queue is full")
        .contains("a full queue");
    TestKit.Printed early = far.run("incident", "leave", id, "--reason", "enough");
    assertThat(early.exit()).isEqualTo(1);
    assertThat(early.err()).contains("nobody has said that it is resolved");
  }

  @Test
  void an_incident_begun_on_this_machine_without_a_word_is_the_worst() {
    TestKit.Printed on = kit.run("incident", "start", "--json");
    assertThat(on.exit()).as(on.err()).isZero();
    assertThat(on.out()).contains("\"P0\"").contains("\"Incident\"");
  }

  @Test
  void a_refusal_of_the_server_is_said_as_it_is() {
    TestKit.Printed nobody = far.variable("HOLDDOWN_TOKEN", "").run("status", "--server", server);
    assertThat(nobody.exit()).isEqualTo(1);
    assertThat(nobody.err())
        .contains("an access token is needed")
        .contains("Put a token into HOLDDOWN_TOKEN");
    assertThat(far.run("status", "--server", "ftp://x").err())
        .contains("\"ftp://x\" is no server: write it as http://HOST:PORT");
    assertThat(far.run("status", "--server", "http://127.0.0.1:1").err())
        .contains("the server http://127.0.0.1:1 does not answer");
  }

  @Test
  void a_job_of_ci_asks_whether_it_may_deploy() {
    far.variable("HOLDDOWN_SERVER", server);
    TestKit.Printed typo = far.run("may-i-deploy", "shopp", "--env", "prod");
    assertThat(typo.exit()).isEqualTo(3);
    assertThat(typo.out()).contains("UNKNOWN: nothing is known here of shopp/prod");
    TestKit.Printed free = far.run("may-i-deploy", "shop", "--env", "prod");
    assertThat(free.exit()).as(free.out()).isZero();
    assertThat(free.out()).isEqualTo("YES: no run holds shop/prod\n");
    String run = started(Playbooks.NO_GO);
    until(
        run,
        view -> view.stages().stream().anyMatch(stage -> stage.status().word().equals("no-go")));
    TestKit.Printed held = far.run("may-i-deploy", "shop", "--env", "prod");
    assertThat(held.exit()).isEqualTo(1);
    assertThat(held.out())
        .contains("NO: shop/prod is held by run " + run + " (started by ann), which is FORWARD")
        .contains("NO-GO")
        .contains("  the_old_one_runs  holddown show " + run);
    assertThat(far.run("may-i-deploy", "shop", "--env", "prod", "--json").out())
        .contains("\"answer\" : \"NO\"");
    TestKit.Printed silent =
        far.run("may-i-deploy", "shop", "--env", "prod", "--server", "http://127.0.0.1:1");
    assertThat(silent.exit()).as("no answer is no yes").isEqualTo(3);
  }

  @Test
  void tokens_are_made_listed_and_revoked() {
    TestKit.Printed list = kit.run("token", "list");
    assertThat(list.out()).contains("ann  work  approver, owner, operator  until ");
    assertThat(list.out()).doesNotContain(token);
    String id = token.split("_", -1)[1];
    assertThat(kit.run("token", "revoke", id).exit()).isZero();
    assertThat(kit.run("token", "revoke", id).err()).contains("was revoked before");
    assertThat(kit.run("token", "revoke", "nope").err()).contains("there is no token nope");
    assertThat(kit.run("token", "list").out()).contains("counts no longer");
    assertThat(kit.run("token", "add", "ann", "--scope", "wrok").err())
        .contains("--scope wrok: it is read, brake, work or admin; did you mean work?");
    assertThat(kit.run("token", "add", "a\nb", "--scope", "work").exit()).isEqualTo(2);
    assertThat(kit.run("token", "add", "bob", "--scope", "work", "--expires", "1y").err())
        .contains("--expires 1y: write hours or days, such as 12h or 30d");
  }
}
