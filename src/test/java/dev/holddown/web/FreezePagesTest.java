package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.Covers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Freezes on pages: the calendar, the banner, the refusal, and the way through. */
class FreezePagesTest {
  private final WebLab lab;
  private final String ann;
  private final String bob;
  private final String josh;

  FreezePagesTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
    lab.kit.file("ten.yaml", promotion("ten", "milodev", 8));
    lab.kit.file("four.yaml", promotion("four", "checkout", 2));
    ann = lab.token("ann", "work", "operator");
    bob = lab.token("bob", "work", "operator", "owner");
    josh = lab.token("josh", "work", "t_josh", "cab");
  }

  @AfterEach
  void stopServer() {
    lab.close();
  }

  /**
   * Some lines that are ticked, one that looks for freezes, a gate whose owner promotes, and the
   * promotion.
   */
  private static String promotion(String id, String service, int lines) {
    StringBuilder text =
        new StringBuilder("kind: playbook\nid: " + id + "\ntitle: Promotion\n")
            .append("subject: {service: " + service + ", environment: prod}\n")
            .append("inputs: {version: {type: version}}\nstages:\n")
            .append("  - stage: Before\n    id: before\n")
            .append("    gate: {needs: all, sign: {role: operator}}\n    items:\n");
    for (int i = 1; i <= lines; i++) {
      text.append("      - {check: Line " + i + ", id: line" + i + ", sign: {role: operator}}\n");
    }
    return text.append("      - check: No change freeze is active\n        id: no_freeze\n")
        .append("        freeze.active: {run: \"${run.id}\"}\n")
        .append("        warn: result.overridden\n        expect: \"!result.active\"\n")
        .append("  - stage: Promote\n    id: promote\n    items:\n")
        .append("      - step: Promote\n        id: alias\n")
        .append("        lab.change: {version: \"${inputs.version}\"}\n")
        .append("        done: {lab.look: {}, expect: result.version == inputs.version}\n")
        .append("rollback:\n  to: {version: old}\n  phases:\n    - phase: Back\n")
        .append("      id: back\n      time-box: 30s\n      items:\n        - step: Back\n")
        .append("          lab.change: {version: \"${rollback.to.version}\"}\n")
        .append("          repeatable: true\n")
        .append("          done: {lab.look: {}, expect: result.version == 'old'}\n")
        .toString();
  }

  private WebLab.Answer form(String path, String token, String... fields) {
    return lab.form(path, token, fields);
  }

  private String page(String path, String token) {
    return lab.page(path, token);
  }

  /** A run whose lines are all ticked, so that only its gate and the promotion are open. */
  private String ticked(String playbook, int lines) {
    WebLab.Answer started =
        lab.post(
            "/api/v1/runs",
            ann,
            "{\"playbook\": \"" + playbook + "\", \"inputs\": {\"version\": \"2.0\"}}");
    assertThat(started.status()).as(started.body()).isEqualTo(201);
    String run = started.json().path("run").asString();
    for (int i = 1; i <= lines; i++) {
      lab.until(run, ann, WebLab.waitsAt("line" + i));
      lab.post(
          "/api/v1/runs/" + run + "/items/line" + i + "/sign", ann, "{\"role\": \"operator\"}");
    }
    lab.until(run, ann, WebLab.waitsAt("gate/before"));
    return run;
  }

  private void freezeAndOverride(String playbook, int lines, String role, String method) {
    String run = ticked(playbook, lines);
    String service = playbook.equals("ten") ? "milodev" : "checkout";
    WebLab.Answer began =
        form(
            "/freezes",
            bob,
            "id",
            "xmas",
            "reason",
            "nobody is there",
            "services",
            service,
            "environments",
            "prod",
            "override",
            role);
    assertThat(began.header("Location")).isEqualTo("/freezes#freeze-xmas");
    assertThat(page("/runs/" + run, ann))
        .contains("Frozen.", service + " in prod: nobody is there");

    String sign = "/runs/" + run + "/sign";
    WebLab.Answer refused = form(sign, ann, "key", "gate/before", "role", "operator");
    assertThat(refused.status()).isEqualTo(423);
    assertThat(refused.body())
        .contains("Changes are frozen", "You do not have the role that overrides it.", role);
    assertThat(
            lab.post(
                    "/api/v1/runs/" + run + "/items/gate/before/sign",
                    ann,
                    "{\"role\": \"operator\"}")
                .status())
        .as("not only the page says so")
        .isEqualTo(423);
    assertThat(override(run, bob, role, method).status()).isEqualTo(403);
    assertThat(mark(run).path("reason").asString()).isEqualTo("no freeze holds here now");
    lab.post("/api/v1/runs/" + run + "/items/no_freeze/recheck", ann, "{}");
    lab.until(run, ann, looked("FAILED"));
    assertThat(mark(run).path("reason").asString())
        .startsWith(
            "frozen by \"xmas\" (nobody is there; bob) until it is ended; "
                + role
                + " may override it");
    assertThat(form("/runs/" + run + "/override", josh, "freeze", "xmas", "role", role).status())
        .as("without reason and method")
        .isEqualTo(400);
    thenMethodAsked(run, role);
    assertThat(page("/runs/" + run + "/override?freeze=xmas", josh)).contains("Override it");
    assertThat(override(run, josh, role, method).header("Location")).isEqualTo("/runs/" + run);
    lab.until(run, ann, looked("PASSED"));
    assertThat(mark(run).path("reason").asString())
        .matches(
            "the freeze \"xmas\" was overridden by josh as "
                + role
                + ", method "
                + method
                + ", until \\S+Z: it is urgent");
    assertThat(mark(run).path("warn").asString()).isNotEmpty();
    lab.until(run, ann, WebLab.waitsAt("gate/before"));
    assertThat(form(sign, ann, "key", "gate/before", "role", "operator").status()).isEqualTo(303);
    lab.until(run, ann, WebLab.ended("SUCCEEDED"));

    thenLogged(run, role, method);
  }

  private void thenLogged(String run, String role, String method) {
    JsonNode log = lab.get("/api/v1/runs/" + run + "/log", ann).json().path("events");
    long overridden = number(log, "freeze.overridden");
    long promoted = number(log, "act.intended");
    assertThat(overridden).isPositive().isLessThan(promoted);
    JsonNode row =
        lab.get("/api/v1/logs/governance?q=xmas&run=" + run, ann)
            .json()
            .path("entries")
            .valueStream()
            .filter(one -> one.path("action").asString().equals("freeze overridden"))
            .findFirst()
            .orElseThrow();
    assertThat(row.path("said").path("approver").asString()).isEqualTo("josh");
    assertThat(row.path("said").path("method").asString()).isEqualTo(method);
    assertThat(Instant.parse(row.path("at").asString())).isBeforeOrEqualTo(at(log, "act.intended"));
    assertThat(lab.get("/api/v1/logs/GOVERNANCE-LOG.md", ann).body())
        .contains(
            "| freeze overridden | freeze xmas until ", "| it is urgent | josh (" + role + ")")
        .contains("| " + method + " |");
  }

  private void thenMethodAsked(String run, String role) {
    String let = "/api/v1/runs/" + run + "/freezes/xmas/override";
    WebLab.Answer unsaid =
        lab.post(let, josh, "{\"role\": \"" + role + "\", \"reason\": \"it is urgent\"}");
    assertThat(unsaid.status()).isEqualTo(422);
    assertThat(unsaid.detail())
        .isEqualTo(
            "the field \"method\" is missing: say how it was asked for, such as phone; nothing was"
                + " changed");
    assertThat(override(run, josh, role, "").status()).as("a blank one is none").isEqualTo(422);
  }

  private JsonNode mark(String run) {
    return mark(lab.get("/api/v1/runs/" + run, ann).json());
  }

  /** How the line that looks for freezes stands. */
  private static JsonNode mark(JsonNode run) {
    return run.path("stages")
        .path(0)
        .path("items")
        .valueStream()
        .filter(item -> item.path("name").path("key").asString("").equals("no_freeze"))
        .findFirst()
        .orElseThrow()
        .path("mark");
  }

  private static java.util.function.Predicate<JsonNode> looked(String status) {
    return run -> mark(run).path("status").asString("").equals(status);
  }

  private WebLab.Answer override(String run, String token, String role, String method) {
    return form(
        "/runs/" + run + "/override",
        token,
        "freeze",
        "xmas",
        "role",
        role,
        "reason",
        "it is urgent",
        "method",
        method);
  }

  private static long number(JsonNode log, String type) {
    return event(log, type).path("version").asLong(0);
  }

  private static Instant at(JsonNode log, String type) {
    return Instant.parse(event(log, type).path("at").asString());
  }

  private static JsonNode event(JsonNode log, String type) {
    return log.valueStream()
        .filter(e -> e.path("link").path("type").asString("").equals(type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type + " in " + log));
  }

  @Test
  @Covers({"S-A3", "A-24", "A-25", "A-31", "A-32", "A-33"})
  void a_run_at_nine_of_ten_meets_a_freeze_and_goes_on_by_the_gate_owner_alone() {
    freezeAndOverride("ten", 8, "t_josh", "in-app");
  }

  @Test
  @Covers({"S-A3", "A-24", "A-32"})
  void the_same_with_three_lines_another_service_role_and_method() {
    freezeAndOverride("four", 2, "cab", "phone, recorded");
  }

  @Test
  @Covers({"A-23", "C12"})
  void a_start_that_a_freeze_refuses_offers_the_form_that_starts_it() {
    form("/freezes", bob, "id", "xmas", "reason", "quiet", "override", "t_josh");
    WebLab.Answer refused =
        form("/playbooks/smooth/start", josh, "input.version", "2.0", "environment", "prod");
    assertThat(refused.status()).isEqualTo(423);
    assertThat(refused.body())
        .contains("name=\"input.version\" value=\"2.0\"", "/playbooks/smooth/override");
    WebLab.Answer started =
        form(
            "/playbooks/smooth/override",
            josh,
            "freeze",
            "xmas",
            "role",
            "t_josh",
            "reason",
            "a hole is open",
            "method",
            "chat",
            "input.version",
            "2.0");
    assertThat(started.status()).as(started.body()).isEqualTo(303);
    assertThat(started.header("Location")).startsWith("/runs/smooth-");
    String list = page("/freezes", ann);
    assertThat(list).contains("xmas", "every service in every environment", "begun by bob");
    WebLab.Answer ended = form("/freezes/xmas/end", bob, "reason", "they are back");
    assertThat(ended.header("Location")).isEqualTo("/freezes");
    String after = page("/freezes", ann);
    assertThat(after).contains("Nothing is frozen.");
    assertThat(after.substring(after.indexOf("id=\"past\""))).contains("xmas");
    assertThat(lab.get("/freezes?month=later", ann, "Accept", "text/html").body())
        .contains("is one within 20 years, such as 2026-01, not");
  }

  /** Goes forward: each is refused while a freeze holds. */
  private static final Set<String> FORWARD =
      Set.of(
          "/api/v1/runs",
          "/playbooks/{name}/start",
          "/api/v1/runs/{id}/resume",
          "/runs/{id}/resume",
          "/api/v1/runs/{id}/items/<key>/sign",
          "/runs/{id}/sign");

  /**
   * Says something of a line or a permit; what goes forward from there is stopped by the engine.
   */
  private static final Set<String> BESIDE =
      Set.of(
          "decline",
          "skip",
          "na",
          "recheck",
          "reopen",
          "record",
          "comment",
          "attach-file",
          "settle",
          "waive",
          "override");

  @Test
  @Covers({"A-24", "C12", "X-03"})
  void every_route_that_goes_forward_is_refused_in_a_freeze_and_none_that_goes_back() {
    String run = ticked("ten", 8);
    lab.post("/api/v1/runs/" + run + "/hold", ann, "{}");
    form("/freezes", bob, "id", "all", "reason", "quiet");
    List<String> unknown = new ArrayList<>();
    Set<String> met = new java.util.TreeSet<>();
    for (Route route : lab.table()) {
      boolean brakes =
          route.path().matches(".*/(hold|defer|abort|rollback|declare|decline)") && acts(route);
      String last = route.path().substring(route.path().lastIndexOf('/') + 1);
      boolean ofRun = route.path().contains("/runs") || route.path().startsWith("/playbooks/");
      if (acts(route) && ofRun && !brakes && !BESIDE.contains(last)) {
        met.add(route.path());
        if (!FORWARD.contains(route.path())) {
          unknown.add(route.path());
        } else {
          assertThat(tried(route, run).status()).as(route.path()).isEqualTo(423);
        }
      }
    }
    assertThat(unknown).as("say of each new route whether it goes forward").isEmpty();
    assertThat(met).isEqualTo(new java.util.TreeSet<>(FORWARD));
    assertThat(lab.get("/api/v1/runs/" + run + "/log", ann).body()).doesNotContain("act.intended");
    assertThat(form("/runs/" + run + "/rollback", ann, "reason", "back").status()).isEqualTo(303);
    lab.until(run, ann, WebLab.ended("ROLLED_BACK"));
  }

  private static boolean acts(Route route) {
    return route.method() == Route.Method.POST;
  }

  private WebLab.Answer tried(Route route, String run) {
    String path = route.path().replace("{id}", run).replace("<key>", "gate/before");
    if (route.page()) {
      return path.startsWith("/playbooks")
          ? form(path.replace("{name}", "smooth"), ann, "input.version", "3.0")
          : path.endsWith("/sign")
              ? form(path, ann, "key", "gate/before", "role", "operator")
              : form(path, ann);
    }
    return path.equals("/api/v1/runs")
        ? lab.post(path, ann, "{\"playbook\": \"smooth\", \"inputs\": {\"version\": \"3.0\"}}")
        : lab.post(path, ann, path.endsWith("/sign") ? "{\"role\": \"operator\"}" : "{}");
  }
}
