package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.Playbooks;
import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Waivers, freezes, delegations and the workspace over the API. */
class PermitsApiTest {
  private final WebLab lab;
  private final String ann;
  private final String bob;
  private final String josh;

  PermitsApiTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
    ann = lab.token("ann", "work", "approver", "operator");
    bob = lab.token("bob", "work", "owner");
    josh = lab.token("josh", "work", "t_josh");
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  private static String soon(long hours) {
    return Instant.parse(lastSecond()).plus(hours, ChronoUnit.HOURS).toString();
  }

  private static String lastSecond() {
    return dev.holddown.testing.RealTime.clock()
        .instant()
        .truncatedTo(ChronoUnit.SECONDS)
        .toString();
  }

  @Test
  @Covers({"A-24", "S-A3"})
  void a_freeze_is_refused_by_the_server_and_overridden_by_its_role_before_the_start() {
    assertThat(
            lab.post(
                    "/api/v1/freezes",
                    ann,
                    "{\"id\": \"net-7\", \"reason\": \"the network is down\","
                        + " \"environments\": \"prod\", \"override\": \"t_josh\"}")
                .status())
        .isEqualTo(200);
    JsonNode freeze = lab.get("/api/v1/freezes", bob).json().path("freezes").path(0);
    assertThat(freeze.path("id").asString()).isEqualTo("net-7");
    assertThat(freeze.path("when").path("holds").asBoolean(false)).isTrue();

    String start = "{\"playbook\": \"signed\", \"inputs\": {\"version\": \"2.0\"}";
    WebLab.Answer frozen = lab.post("/api/v1/runs", ann, start + "}");
    assertThat(frozen.status()).isEqualTo(423);
    assertThat(frozen.detail())
        .isEqualTo(
            "frozen by \"net-7\" (the network is down; ann) until it is ended; t_josh may override"
                + " it; rollback, abort and hold stay open; nothing was changed");
    assertThat(frozen.json().path("freeze").asString("")).isEqualTo("net-7");
    assertThat(frozen.json().path("override").asString("")).isEqualTo("t_josh");

    String override =
        ", \"override\": {\"freeze\": \"net-7\", \"role\": \"t_josh\", \"method\": \"phone\","
            + " \"reason\": \"the fix is urgent\"}}";
    WebLab.Answer notTheirs = lab.post("/api/v1/runs", ann, start + override);
    assertThat(notTheirs.status()).isEqualTo(403);
    String unsaid = start + override.replace("\"method\": \"phone\",", "");
    assertThat(lab.post("/api/v1/runs", josh, unsaid).status()).isEqualTo(422);
    WebLab.Answer let = lab.post("/api/v1/runs", josh, start + override);
    assertThat(let.status()).as(let.body()).isEqualTo(201);
    String run = let.json().path("run").asString();
    JsonNode log = lab.get("/api/v1/runs/" + run + "/log", ann).json().path("events");
    assertThat(log.path(1).path("text").asString(""))
        .startsWith("the freeze net-7 is overridden for this run by josh as t_josh: the fix is");
    assertThat(log.path(2).path("text").asString("")).startsWith("took the lock");
    assertThat(lab.get("/api/v1/runs/" + run + "/permits", ann).body()).contains("phone");

    WebLab.Answer ended = lab.post("/api/v1/freezes/net-7/end", bob, "{\"reason\": \"it is up\"}");
    assertThat(ended.status()).isEqualTo(409);
    assertThat(lab.post("/api/v1/freezes/net-7/end", ann, "{\"reason\": \"it is up\"}").status())
        .isEqualTo(200);
    assertThat(lab.post("/api/v1/runs", ann, start + "}").status()).isEqualTo(201);
    assertThat(lab.get("/api/v1/governance", ann).body())
        .contains("freeze net-7 of every service in prod", "freeze net-7 ended: it is up");
  }

  @Test
  void a_delegate_signs_over_the_api_without_the_role_and_nobody_else_does() {
    String run = lab.started("signed", bob);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    String sign = "/api/v1/runs/" + run + "/items/approval/sign";
    String cleo = lab.token("cleo", "work");
    String lent = "{\"role\": \"approver\", \"for\": \"ann\"}";
    assertThat(lab.post(sign, cleo, lent).status()).isEqualTo(409);
    assertThat(lab.post(sign, cleo, "{\"role\": \"approver\", \"for\": \" \"}").status())
        .as("an empty name is no way around the role")
        .isEqualTo(403);
    String delegation =
        "{\"to\": \"cleo\", \"roles\": \"approver\", \"until\": \"" + soon(8) + "\"}";
    assertThat(lab.post("/api/v1/delegations", bob, delegation).status())
        .as("nobody lends what they lack")
        .isEqualTo(403);
    assertThat(lab.post("/api/v1/delegations", ann, delegation).status()).isEqualTo(200);
    assertThat(lab.get("/api/v1/delegations", bob).body()).contains("cleo");
    assertThat(lab.post("/api/v1/delegations", cleo, delegation).status())
        .as("what was lent is not lent on")
        .isEqualTo(403);
    WebLab.Answer signed = lab.post(sign, cleo, lent);
    assertThat(signed.status()).as(signed.body()).isEqualTo(200);
    assertThat(lab.get("/api/v1/runs/" + run, ann).body()).contains("for ann by delegation D1");
  }

  @Test
  @Covers({"A-32", "A-31"})
  void nothing_is_done_on_an_approval_that_does_not_say_how_it_was_given() {
    lab.kit.file(
        "told.yaml",
        Playbooks.SIGNED
            .replace("id: signed", "id: told")
            .replace(
                "sign: {all: [{role: approver}, {role: owner}]}",
                "sign: {role: approver, method: [console, phone, signed_commit]}")
            .replace("      - {check: Look at it, sign: {role: operator}}\n", ""));
    String run = lab.started("told", bob);
    JsonNode waits =
        lab.until(run, ann, WebLab.waitsAt("approval")).path("standing").path("waiting").path(0);
    assertThat(waits.path("ways").path("methods").toString())
        .isEqualTo("[\"console\",\"phone\",\"signed_commit\"]");
    assertThat(lab.get("/runs/" + run, ann, "Accept", "text/html").body())
        .contains("<select name=\"method\"", "<option>signed_commit</option>");

    String sign = "/api/v1/runs/" + run + "/items/approval/sign";
    WebLab.Answer unsaid = lab.post(sign, ann, "{\"role\": \"approver\"}");
    assertThat(unsaid.status()).isEqualTo(422);
    assertThat(unsaid.json().path("code").asString("")).isEqualTo("method");
    assertThat(unsaid.detail())
        .isEqualTo(
            "\"approval\" is signed with how the approval was given, and this says nothing of it:"
                + " name one of console, phone, signed_commit as its method; nothing was signed");
    WebLab.Answer unknown = lab.post(sign, ann, "{\"role\": \"approver\", \"method\": \"a nod\"}");
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.detail()).contains("not by \"a nod\": name one of console, phone");
    assertThat(lab.get("/api/v1/runs/" + run + "/log", ann).body())
        .doesNotContain("item.signed", "act.intended");

    assertThat(lab.post(sign, ann, "{\"role\": \"approver\", \"method\": \"phone\"}").status())
        .isEqualTo(200);
    lab.until(run, ann, WebLab.ended("SUCCEEDED"));
    String log = lab.get("/api/v1/runs/" + run + "/log", ann).body();
    assertThat(log).contains("approval signed by ann as approver by phone");
    assertThat(log.indexOf("item.signed")).isLessThan(log.indexOf("act.intended"));
    assertThat(lab.get("/api/v1/runs/" + run, ann).body()).contains("\"method\":\"phone\"");
    assertThat(lab.get("/api/v1/logs/GOVERNANCE-LOG.md", ann).body())
        .contains("ann (approver) | phone |");
  }

  @Test
  @Covers({"E-75", "E-76", "E-78"})
  void a_line_that_failed_is_waived_over_the_api() {
    lab.kit.file("waivable.yaml", Playbooks.WAIVABLE);
    String run = lab.started("waivable", ann);
    lab.until(run, ann, view -> view.toString().contains("NO-GO"));
    String waive = "/api/v1/runs/" + run + "/items/score/waive";
    WebLab.Answer tooLong =
        lab.post(
            waive,
            ann,
            "{\"reason\": \"for a day\", \"risk\": \"low\", \"expires\": \"" + soon(170) + "\"}");
    assertThat(tooLong.status()).isEqualTo(409);
    assertThat(tooLong.detail()).contains("a waiver lasts 7d at most");
    assertThat(
            lab.post(
                    waive,
                    ann,
                    "{\"reason\": \"for a day\", \"risk\": \"low\", \"expires\": \""
                        + soon(24)
                        + "\"}")
                .status())
        .isEqualTo(200);
    lab.until(run, ann, WebLab.waitsAt("waiver/score"));
    String approve = "/api/v1/runs/" + run + "/items/waiver/score/sign";
    assertThat(lab.post(approve, ann, "{\"role\": \"owner\"}").status()).isEqualTo(403);
    assertThat(lab.post(approve, bob, "{\"role\": \"owner\"}").status()).isEqualTo(200);
    JsonNode view = lab.until(run, ann, WebLab.ended("SUCCEEDED"));
    assertThat(view.toString()).contains("WAIVED").contains("0 of 1 passed, 1 waived");
    assertThat(lab.get("/api/v1/runs/" + run + "/permits", ann).body()).contains("for a day");
  }

  @Test
  void a_workspace_lets_waivers_last_shorter_and_never_longer() {
    lab.kit.file("workspace.yaml", "kind: workspace\nid: shop\nlimits: {waiver: 12h}\n");
    lab.kit.file("waivable.yaml", Playbooks.WAIVABLE);
    String run = lab.started("waivable", ann);
    lab.until(run, ann, view -> view.toString().contains("NO-GO"));
    String waive = "/api/v1/runs/" + run + "/items/score/waive";
    String asked = "{\"reason\": \"for a day\", \"risk\": \"low\", \"expires\": \"";
    WebLab.Answer tooLong = lab.post(waive, ann, asked + soon(14) + "\"}");
    assertThat(tooLong.status()).isEqualTo(409);
    assertThat(tooLong.detail()).contains("a waiver lasts 12h at most in this workspace");
    assertThat(lab.post(waive, ann, asked + soon(11) + "\"}").status()).isEqualTo(200);
  }

  @Test
  void a_change_of_the_workspace_waits_for_two_people_and_a_restart_does_not_let_it_in() {
    lab.kit.file("workspace.yaml", "kind: workspace\nid: shop\nchanges: {role: lead, count: 2}\n");
    assertThat(lab.post("/api/v1/runs", ann, "{\"playbook\": \"no-such\"}").status())
        .isEqualTo(404);
    String first = lab.get("/api/v1/workspace", ann).json().path("inForce").asString("");
    lab.kit.file("signed.yaml", Playbooks.SIGNED.replace("title: ", "title: New "));
    assertThat(lab.post("/api/v1/runs", ann, "{\"playbook\": \"no-such\"}").status())
        .isEqualTo(404);
    JsonNode waits = lab.get("/api/v1/workspace", ann).json();
    assertThat(waits.path("inForce").asString("")).isEqualTo(first);
    assertThat(waits.path("waits").asString("")).isEqualTo("2 × lead");
    String pending = waits.path("pending").asString("");

    String approve = "{\"digest\": \"" + pending + "\", \"role\": \"lead\"}";
    String lea = lab.token("lea", "work", "lead");
    String leo = lab.token("leo", "work", "lead");
    assertThat(lab.post("/api/v1/workspace/approve", ann, approve).status()).isEqualTo(403);
    assertThat(lab.post("/api/v1/workspace/approve", lea, approve).status()).isEqualTo(200);
    assertThat(lab.post("/api/v1/workspace/approve", lea, approve).status()).isEqualTo(409);
    String run = lab.started("signed", ann);
    assertThat(lab.get("/api/v1/runs/" + run, ann).body()).doesNotContain("New ");

    lab.kit.stopEngine();
    lab.kit.startEngine();
    assertThat(lab.kit.run("workspace", "show").out()).contains("In force: sha256:" + first);
    assertThat(lab.kit.run("workspace", "approve", pending, "--role", "lead", "--as", "leo").exit())
        .isZero();
    lab.kit.stopEngine();
    assertThat(leo).isNotEmpty();
    assertThat(lab.kit.startServer(false).address()).isNotNull();
    assertThat(lab.kit.run("workspace", "show").out()).contains("sha256:");
  }

  @Test
  void the_workspace_stays_as_it_was_while_a_change_of_it_is_not_sound() {
    String first = lab.get("/api/v1/workspace", ann).json().path("inForce").asString("");
    lab.kit.file("broken.yaml", "kind: playbook\nid: broken\n");
    assertThat(lab.post("/api/v1/runs", ann, "{\"playbook\": \"broken\"}").status()).isEqualTo(409);
    JsonNode now = lab.get("/api/v1/workspace", ann).json();
    assertThat(now.path("inForce").asString("")).isEqualTo(first);
    assertThat(now.path("pending").asString("")).isNotEmpty();
    assertThat(now.path("problems").size()).isPositive();

    String run = lab.started("signed", ann);
    lab.kit.file("broken.yaml", Playbooks.SMOOTH.replace("id: smooth", "id: mended"));
    lab.kit.file("signed.yaml", Playbooks.SIGNED.replace("title: ", "title: New "));
    assertThat(lab.post("/api/v1/runs", ann, "{\"playbook\": \"no-such\"}").status())
        .isEqualTo(404);
    now = lab.get("/api/v1/workspace", ann).json();
    assertThat(now.path("problems").size()).as(now.toString()).isZero();
    assertThat(now.path("inForce").asString("")).isNotEqualTo(first);
    JsonNode change = lab.get("/api/v1/runs/" + run + "/diff", ann).json().path("changes").path(0);
    assertThat(change.path("place").asString("")).isEqualTo("title");
    assertThat(change.path("is").asString("")).startsWith("New ");
  }
}
