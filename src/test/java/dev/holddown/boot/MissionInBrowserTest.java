package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.link.Json;
import dev.holddown.testing.Browser;
import dev.holddown.testing.Covers;
import dev.holddown.testing.Window;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The five stories of document 000, clicked through by two people in a real Chromium. */
class MissionInBrowserTest {
  private static final String BANNER = "document.querySelector('#incident-banner.incident')";
  private static final int STEPS_MAX = 240;

  private final Browser browser = Browser.start();
  private final MissionLab lab;
  private final Window olga;
  private final Window omar;

  MissionInBrowserTest(@TempDir Path folder) {
    lab = new MissionLab(folder, "000");
    olga = lab.window(browser, 1440, false, "olga");
    omar = lab.window(browser, 360, true, "omar");
  }

  @AfterEach
  void stop() {
    browser.close();
    lab.close();
  }

  // --- what people do ---

  private static String line(String key) {
    return "li.item:has(> .title a[href$='/items/" + key + "'])";
  }

  private static String of(String key) {
    return "document.querySelector(\"" + line(key) + "\")";
  }

  private static void fill(Window window, String selector, String text) {
    // One look: the element may be another one a moment later.
    window.until(
        "(document.querySelector("
            + Json.line(selector)
            + ").value = "
            + Json.line(text)
            + ", true)");
  }

  /** Opens the form of a list, fills it in and starts it; gives the run. */
  private String starts(Window window, String playbook, Map<String, String> inputs) {
    window.go(lab.at("/playbooks/" + playbook));
    fill(window, "#environment", "prod");
    fill(window, "[name='input.base']", lab.base());
    inputs.forEach((name, value) -> fill(window, "[name='input." + name + "']", value));
    window.click("form.paper .actions button");
    window.arrivesBelow("/runs/");
    return window.text("location.pathname.split('/')[2]");
  }

  private String preDeploy(Window window) {
    return starts(
        window,
        "pre-deploy",
        Map.of("change", "lambda", "version", lab.input("version"), "from", lab.input("from")));
  }

  private static Window stands(Window window, String key, String word) {
    return window.until(of(key) + ".innerText.toLowerCase().includes('" + word + "')");
  }

  /** A command of a line, in its dialog, with what it asks for. */
  private static void does(Window window, String verb, String key, Map<String, String> fields) {
    window.click("a[href*='/" + verb + "?key=" + key + "']");
    window.until("document.querySelector('dialog[open] form.act')");
    fields.forEach((name, value) -> fill(window, "dialog form.act [name='" + name + "']", value));
    window.click("dialog form.act .actions button");
    window.until("!document.querySelector('dialog[open]')");
  }

  private static void goes(Window window, String key) {
    window.click(line(key) + " form button");
  }

  private static void axe(Window window) {
    assertThat(window.axe().toString()).isEqualTo("[]");
    assertThat(window.seen("document.documentElement.scrollWidth <= innerWidth").asBoolean())
        .isTrue();
  }

  /** A picture for whoever wants to look: {@code -Dholddown.screens=FOLDER}. */
  private static void look(Window window, String name) {
    String folder = System.getProperty("holddown.screens", "");
    if (!folder.isEmpty()) {
      window.picture(Path.of(folder, name + ".png"));
    }
  }

  // --- the stories ---

  @Test
  @Covers({"S-A1", "A-05", "A-10", "A-11", "A-13"})
  void alias_drift_is_red_for_both_and_green_again_when_it_is_mended() {
    lab.happens("drift-appears");
    lab.happens("agents-vanish");
    String run = preDeploy(olga);
    omar.go(lab.at("/runs/" + run));
    for (Window window : new Window[] {olga, omar}) {
      stands(window, "status_version", "lambda_alias_version = \"41\"");
      stands(window, "status_version", "lambda.version = \"42\"");
      stands(window, "status_version", "alias 41 ≠ deployed 42");
      stands(window, "status_shape", "missing key: agents");
      assertThat(window.text("document.querySelector('.stage-head').innerText"))
          .contains(" / 10")
          .doesNotContain("10 / 10");
      assertThat(window.seen(of("status_shape") + ".querySelector('form') === null").asBoolean())
          .as("there is nothing to tick")
          .isTrue();
      axe(window);
    }
    look(olga, "s-a1-wide");
    look(omar, "s-a1-phone");
    assertThat(lab.sign("olga", "operator", run, "gate/pre_deploy").status()).isEqualTo(409);

    lab.happens("drift-goes");
    lab.happens("agents-return");
    does(olga, "recheck", "status_version", Map.of());
    does(omar, "recheck", "status_shape", Map.of());
    for (Window window : new Window[] {olga, omar}) {
      stands(window, "status_version", "passed");
      stands(window, "status_shape", "passed");
    }
    omar.go(lab.at("/runs/" + run + "/items/status_version"));
    assertThat(omar.text("document.querySelector('main').innerText"))
        .contains("\"lambda_alias_version\": \"41\"", "\"agents\"");
    axe(omar);
  }

  @Test
  @Covers({"S-A2", "A-20", "A-21"})
  void an_amber_quota_is_not_ticked_but_decided_by_the_gate_owner() throws Exception {
    lab.happens("quota-fills");
    String run = preDeploy(olga);
    Window josh = lab.window(browser, 1440, true, "josh").go(lab.at("/runs/" + run));
    olga.until("document.querySelector(\"" + line("mail_quota") + "\")");
    olga.until("document.body.innerText.includes('Mail quota is amber')");
    assertThat(olga.seen(of("mail_quota") + ".querySelector('form') === null").asBoolean())
        .isTrue();
    josh.until("document.querySelector(\"section.need:has(a[href*='go_on_now'])\")");
    assertThat(lab.messages()).contains("For t_josh: mail quota at 163 of 200");
    look(olga, "s-a2-wide");
    axe(josh);
    josh.click("section.need:has(a[href*='go_on_now']) form button");
    for (Window window : new Window[] {olga, josh}) {
      stands(window, "mail_quota", "resolved");
    }
  }

  @Test
  @Covers({"S-A3", "A-23", "A-24", "A-25", "A-32", "A-33"})
  void a_freeze_stops_a_promotion_until_the_gate_owner_overrides_it() {
    String run = preDeploy(olga);
    Window josh = lab.window(browser, 1440, false, "josh").go(lab.at("/runs/" + run));
    does(olga, "record", "log_entry", Map.of("input.what_changed", "a faster callback"));
    stands(olga, "log_entry", "recorded in");
    olga.until("document.querySelector('.stage-head').innerText.includes('9 / 10')");
    omar.go(lab.at("/freezes"));
    fill(omar, "#f-id", "xmas");
    fill(omar, "#f-why", "nobody is there");
    fill(omar, "#f-services", "beak");
    fill(omar, "#f-environments", "prod");
    fill(omar, "#f-override", "t_josh");
    omar.click("form[action='/freezes'] .actions button");
    omar.until("document.body.innerText.includes('xmas')");

    lab.post("olga", "/api/v1/runs/" + run + "/items/no_freeze/recheck", Map.of());
    stands(olga, "no_freeze", "frozen by \"xmas\" (nobody is there");
    olga.go(lab.at("/runs/" + run));
    olga.until("document.querySelector('main').innerText.includes('nobody is there')");
    look(olga, "s-a3-frozen-wide");
    axe(olga);
    omar.go(lab.at("/runs/" + run + "/override?freeze=xmas"));
    omar.until("document.body.innerText.includes('t_josh')");
    assertThat(omar.seen("document.querySelector('form .danger-fill') === null").asBoolean())
        .as("who lacks the role has no button")
        .isTrue();
    josh.go(lab.at("/runs/" + run + "/override?freeze=xmas"));
    fill(josh, "#o-why", "a hole is open");
    fill(josh, "#o-method", "in-app");
    look(josh, "s-a3-override-wide");
    axe(josh);
    josh.click("form.paper .danger-fill");
    josh.arrives("/runs/" + run);
    stands(josh, "no_freeze", "overridden by josh as t_josh, method in-app, until");
    stands(olga, "no_freeze", "overridden by josh as t_josh, method in-app, until");
    fill(josh, line("t_josh_gate") + " select.how", "in_app");
    goes(josh, "t_josh_gate");
    olga.until(
        "document.querySelector('.run-title').innerText.toLowerCase().includes('succeeded')");
    look(olga, "s-a3-wide");
    omar.go(lab.at("/logs/governance?q=xmas"));
    assertThat(omar.text("document.querySelector('main').innerText"))
        .contains("freeze overridden", "a hole is open", "in-app", "josh");
    axe(omar);
  }

  @Test
  @Covers({"S-A4", "A-38", "A-39", "A-40", "A-43", "A-50", "A-55", "X-02"})
  void a_rollback_in_incident_mode_is_left_when_it_is_proved() {
    olga.go(lab.at("/playbooks/rollback"));
    fill(olga, "#environment", "prod");
    fill(olga, "[name='input.base']", lab.base());
    fill(olga, "[name='input.reason']", "errors");
    fill(olga, "[name='input.target']", "$LATEST");
    olga.click("form.paper .actions button");
    olga.until("document.body.innerText.includes('nothing was started')");
    omar.go(lab.at("/boards/mission_control"));
    String run =
        starts(olga, "rollback", Map.of("target", lab.input("target"), "reason", "errors"));
    Window josh = lab.window(browser, 1440, true, "josh").go(lab.at("/runs/" + run));
    omar.until(BANNER + " !== null");
    omar.until("document.querySelector('#incident_mode').innerText.includes('pinned')");
    assertThat(lab.sign("josh", "t_josh", run, "alias_back").status()).isEqualTo(409);
    goes(josh, "approval");
    goes(josh, "alias_back");
    stands(olga, "no_drift", "passed");
    omar.clickTo("#incident-banner a", "/incidents/");
    omar.until("document.querySelector('.snapshot .lock')");
    String digest = "document.querySelector('.snapshot .lock').title";
    String pinned = omar.text(digest);
    omar.until("document.body.dataset.follows");
    omar.click("form[action$='/recheck'] button");
    omar.until("document.querySelectorAll('.snapshot').length === 2");
    assertThat(omar.text("document.querySelectorAll('.snapshot')[1].innerText"))
        .contains("alias 40 = deployed 40");
    josh.go(omar.text("location.href"));
    assertThat(josh.text(digest)).isEqualTo(pinned);
    assertThat(josh.text("document.querySelector('.owes').innerText"))
        .contains("Incident log entry");
    look(josh, "s-a4-incident-wide");
    look(omar, "s-a4-incident-phone");
    axe(omar);
    does(olga, "record", "incident_entry", Map.of("input.confirmed", "yes"));
    olga.until("document.querySelector('.stage-head').innerText.includes('8 / 8')");
    look(olga, "s-a4-run-wide");
    leaves(omar);
    josh.until("!" + BANNER);
    olga.until("!" + BANNER);
    olga.go(lab.at("/logs/incidents"));
    assertThat(olga.text("document.querySelector('main').innerText")).contains("Rollback of beak");
  }

  /** Says on the page of an incident what the record lacks, and leaves it. */
  private void leaves(Window window) {
    window.until("(document.querySelectorAll('details').forEach(d => d.open = true), true)");
    fill(window, "#how", "it serves");
    window.click("form[action$='/resolve'] button");
    window.until("!document.querySelector(\"form[action$='/resolve']\")");
    for (String field : new String[] {"components", "root_cause", "actions"}) {
      fill(window, "#f-" + field, "beak");
    }
    window.click("form[action$='/fields'] button");
    window.until("document.querySelectorAll('.fields .missing').length === 0");
    window.click("form[action$='/leave'] button");
    window.until("!" + BANNER);
  }

  @Test
  @Covers({
    "S-A5", "A-53", "A-54", "A-55", "A-56", "A-57", "A-61", "A-62", "A-66", "A-67", "A-80", "X-01"
  })
  void two_people_triage_a_dead_fleet() {
    for (String what : new String[] {"fleet-dies", "metrics-go", "callbacks-fail"}) {
      lab.happens(what);
    }
    lab.post("olga", "/api/v1/boards/mission_control/check", Map.of());
    olga.go(lab.at("/boards/mission_control"));
    olga.until("document.querySelector('#health').innerText.toLowerCase().includes('red')");
    olga.until(
        "document.querySelector('#anomalies li').innerText.includes('Agents that do not pulse')");
    omar.go(lab.at("/playbooks"));
    omar.until("document.body.dataset.listens");
    olga.click(".incident-link");
    olga.click(".start-incident");
    olga.arrivesBelow("/incidents/");
    omar.until(BANNER + " !== null");
    String since = BANNER + ".querySelector('time').dateTime";
    assertThat(omar.text(since)).isEqualTo(olga.text(since));
    omar.clickTo("#incident-banner a", "/incidents/");
    omar.click("form[action$='/join'] button");
    olga.until("document.querySelector('.run-sub').innerText.includes('olga, omar')");

    String run = starts(omar, "incident-triage", Map.of("severity", "P0"));
    olga.go(lab.at("/boards/mission_control"));
    olga.until("document.querySelector('#agent_fleet.highlight-in-incident.failing')");
    look(olga, "s-a5-board-wide");
    axe(olga);
    assertThat(omar.seen(of("routes") + ".querySelector('form') === null").asBoolean()).isTrue();
    assertThat(lab.post("olga", "/api/v1/runs/" + run + "/items/routes/recheck", Map.of()).status())
        .as("step 4 waits for 1 to 3")
        .isEqualTo(409);
    look(omar, "s-a5-run-phone");
    toItsRecord(run);
    look(omar, "s-a5-run-late-phone");
    axe(omar);
    assertThat(lab.view(run).toString()).contains("webhook delivery");
    for (Window window : new Window[] {olga, omar}) {
      assertThat(window.seen("localStorage.length").asInt(9)).as("kept in a browser").isZero();
      assertThat(window.seen("Object.keys(sessionStorage).join(' ')").asString())
          .as("htmx notes where it is")
          .matches("(htmx\\S*)?");
    }
    recordAndLeave(run);
  }

  @Test
  @Covers("A-67")
  void one_click_on_the_board_opens_the_runbook_of_a_total_outage() {
    lab.happens("fleet-dies");
    lab.post("olga", "/api/v1/boards/mission_control/check", Map.of());
    olga.go(lab.at("/boards/mission_control"));
    olga.until("document.querySelector('#anomalies .m-open button') !== null");
    look(olga, "s-a5-outage-wide");
    axe(olga);
    olga.click("#anomalies .m-open button");
    olga.arrivesBelow("/runs/inc-");
    String run = olga.text("location.pathname");
    olga.until(BANNER + " !== null");
    omar.go(lab.at("/boards/mission_control"));
    look(omar, "s-a5-outage-phone");
    omar.click("#anomalies .m-open button");
    omar.arrives(run);
  }

  /** Omar says Go to what waits; Olga to what waits in the run of INC-003. */
  private void toItsRecord(String run) {
    for (int i = 0; i < STEPS_MAX; i++) {
      JsonNode incident = lab.get("olga", "/api/v1/incidents").json().path("incidents").path(0);
      JsonNode child = incident.path("kept").path("runs").path(1).path("run");
      if (child.isString() && !child.asString().isEmpty()) {
        lab.happens("fleet-lives");
        olga.go(lab.at("/runs/" + child.asString()));
        olga.until("(document.querySelector('#run-needs form button')?.click(), true)");
      }
      if (lab.view(run).path("standing").path("waiting").toString().contains("incident_entry")) {
        return;
      }
      if (lab.view(run).path("standing").path("waiting").toString().contains("destructive_gate")) {
        lab.sign("josh", "t_josh", run, "destructive_gate");
      }
      omar.until("(document.querySelector('#run-needs form button')?.click(), true)");
      for (int j = 0; j < 10; j++) {
        MissionLab.rest();
      }
    }
    throw new AssertionError("it never comes to its record: " + lab.view(run).path("standing"));
  }

  private void recordAndLeave(String run) {
    Window ida = lab.window(browser, 1440, true, "ida").go(lab.at("/runs/" + run));
    String now = omar.text("new Date().toISOString().slice(0, 19) + 'Z'");
    does(
        omar,
        "record",
        "incident_entry",
        Map.of(
            "input.started",
            now,
            "input.detected",
            now,
            "input.resolved",
            now,
            "input.components",
            "fleet"));
    does(ida, "record", "incident_entry", Map.of("input.root_cause", "a full disk"));
    String incident =
        lab.get("olga", "/api/v1/incidents").json().path("incidents").path(0).path("id").asString();
    MissionLab.Answer early =
        lab.post("olga", "/api/v1/incidents/" + incident + "/leave", Map.of());
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.body()).contains("actions (6 of 7 are filled)");
    does(ida, "record", "incident_entry", Map.of("input.actions", "an alarm"));
    ida.until("document.querySelector('.run-title').innerText.toLowerCase().includes('succeeded')");
    olga.go(lab.at("/incidents/" + incident));
    fill(olga, "#how", "they pulse");
    olga.click("form[action$='/resolve'] button");
    olga.click("form[action$='/leave'] button");
    olga.until("!" + BANNER);
    omar.until("!" + BANNER);
  }
}
