package dev.holddown.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.link.Json;
import dev.holddown.testing.Covers;
import dev.holddown.testing.RealTime;
import dev.holddown.view.RunView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of freezes, waivers, policies, delegations and the workspace. */
class PermitVerbsTest {
  private static final String POLICY =
      """
      kind: preauthorisation
      id: night
      allows: [rollback]
      scope: {}
      sign: {role: cto}
      expires: %s
      """;

  private final Path folder;
  private final TestKit kit;

  PermitVerbsTest(@TempDir Path folder) {
    this.folder = folder;
    this.kit = new TestKit(folder);
  }

  @AfterEach
  void stop() {
    kit.close();
  }

  private static String in(Duration ahead) {
    return RealTime.clock().instant().plus(ahead).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private String ok(String... words) {
    TestKit.Printed printed = kit.run(words);
    assertThat(printed.exit()).as(printed.out() + printed.err()).isZero();
    return printed.out();
  }

  private String no(String... words) {
    TestKit.Printed printed = kit.run(words);
    assertThat(printed.exit()).as(printed.out()).isEqualTo(1);
    return printed.err();
  }

  @Test
  @Covers("A-24")
  void a_freeze_is_begun_met_overridden_and_ended_by_verbs() {
    kit.startEngine();
    assertThat(ok("freeze", "list")).contains("There is no freeze.");
    ok("freeze", "start", "net-7", "--reason", "the network is down", "--override-role", "cto");
    assertThat(ok("freeze", "list"))
        .contains(
            "HOLDS  net-7  every service in every environment, until it is ended; overridden by"
                + " cto: the network is down");
    TestKit.Printed mayI = kit.run("may-i-deploy", "shop", "--env", "prod");
    assertThat(mayI.exit()).isEqualTo(1);
    assertThat(mayI.out()).startsWith("NO: shop/prod is frozen by \"net-7\"");
    String file = kit.file("waivable.yaml", Playbooks.WAIVABLE).toString();
    assertThat(no("run", file, "--input", "version=2", "--detach"))
        .contains("frozen by \"net-7\" (the network is down; ann) until it is ended; cto may");
    assertThat(
            ok(
                "run",
                file,
                "--input",
                "version=2",
                "--detach",
                "--override-freeze",
                "net-7",
                "--override-role",
                "cto",
                "--override-method",
                "phone",
                "--override-reason",
                "a hole is open"))
        .contains("started waivable-");
    assertThat(no("freeze", "end", "net-7", "--reason", "up again", "--as", "eve"))
        .contains("is ended by ann, who began it, or by a role that may override it");
    ok("freeze", "end", "net-7", "--reason", "up again");
    assertThat(ok("log", "governance"))
        .contains(
            "freeze net-7 of every service", "freeze overridden", "freeze ended  freeze net-7")
        .contains("up again  ann  in-app");
    assertThat(ok("log", "governance", "--markdown"))
        .startsWith("# Governance log\n")
        .contains("| Date (UTC) | Action | Target | Reason | Approver | Method |");
  }

  private static boolean decided(RunView run) {
    return run.toString().contains("FAILED");
  }

  @Test
  @Covers({"E-20", "E-78"})
  void a_check_is_waived_and_the_waiver_approved_by_verbs() {
    kit.startEngine();
    String file = kit.file("waivable.yaml", Playbooks.WAIVABLE).toString();
    String started = ok("run", file, "--input", "version=2", "--detach", "--json");
    kit.until(Json.tree(started).path("run").asString(), PermitVerbsTest::decided);
    String waive =
        ok(
            "waive",
            "score",
            "--reason",
            "for a day",
            "--risk",
            "low",
            "--expires",
            in(Duration.ofHours(20)));
    assertThat(waive)
        .contains("asked for a waiver of \"score\"", "Waiting for owner: approve waiver W1");
    assertThat(no("sign", "waiver/score", "--role", "owner"))
        .contains("ann owns or asked for waiver W1");
    assertThat(ok("sign", "waiver/score", "--role", "owner", "--as", "bob"))
        .contains("SUCCEEDED: 1 item closed in 1 stage");
  }

  @Test
  void delegations_are_given_listed_and_ended_by_verbs() {
    kit.startEngine();
    ok("delegation", "add", "bob", "--role", "approver", "--until", in(Duration.ofHours(8)));
    assertThat(ok("delegation", "list")).contains("D1  bob signs for ann as approver, until");
    assertThat(no("delegation", "add", "ann", "--role", "a", "--until", in(Duration.ofHours(8))))
        .contains("ann delegates to another person, not to themselves");
    ok("delegation", "end", "D1");
    assertThat(ok("delegation", "list")).contains("Nobody signs for another one.");
  }

  @Test
  void a_workspace_is_validated_whole_shown_and_its_policy_signed() {
    kit.file("signed.yaml", Playbooks.SIGNED.replace("      - signoff: x", ""));
    kit.file("night.yaml", POLICY.formatted(in(Duration.ofDays(30))));
    assertThat(ok("validate", folder.toString())).contains("2 documents");
    kit.file("people.yaml", "kind: people\nroles: {cto: {members: [kim]}}\n");
    TestKit.Printed wrong = kit.run("validate", folder.toString());
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.out()).contains("there is no role `approver` in this pack");
    assertThat(folder.resolve("people.yaml").toFile().delete()).isTrue();

    kit.startServer(true);
    assertThat(ok("workspace", "show")).contains("In force: sha256:", "2 files");
    assertThat(ok("policy", "list")).contains("night  every service in every environment");
    assertThat(no("policy", "sign", "night", "--role", "cto"))
        .contains("no playbook of the workspace names the preauthorisation \"night\"");
    assertThat(ok("exception", "list")).contains("The workspace has no exceptions.");
  }
}
