package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.Covers;
import dev.holddown.testing.RealTime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The stories of document 000 over the API, each also with other numbers. */
class MissionStoriesTest {
  @TempDir Path folder;
  private AutoCloseable open = () -> {};

  @AfterEach
  void stop() throws Exception {
    open.close();
  }

  private MissionLab lab(String world) {
    MissionLab lab = new MissionLab(folder, world);
    open = lab;
    return lab;
  }

  @ParameterizedTest
  @CsvSource({"000, 41, 42", "900, 57, 58"})
  @Covers({"S-A1", "A-10", "A-11", "A-13"})
  void alias_drift_blocks_a_promotion_whoever_asks_for_it(
      String world, String alias, String deployed) {
    MissionLab lab = lab(world);
    lab.happens("drift-appears");
    lab.happens("agents-vanish");
    String run = lab.preDeploy("olga");
    assertThat(lab.until(run, "status_version", "FAILED"))
        .contains(
            "alias " + alias + " ≠ deployed " + deployed,
            "lambda_alias_version = \"" + alias + "\"",
            "lambda.version = \"" + deployed + "\"");
    assertThat(lab.until(run, "status_shape", "FAILED"))
        .contains("missing key: agents", "has(result.json.agents) = false");

    for (String key : List.of("gate/pre_deploy", "promote")) {
      MissionLab.Answer refused = lab.sign("josh", "t_josh", run, key);
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.json().path("detail").asString())
          .contains(
              "\"Status reports the same version for code and alias\" (status_version) is FAILED",
              "\"The status endpoint answers with all its parts\" (status_shape) is FAILED");
    }
    JsonNode clearance = lab.get("omar", "/api/v1/may-i-deploy?service=beak&env=prod").json();
    assertThat(clearance.path("answer").asString()).isEqualTo("NO");
    assertThat(clearance.path("items").toString()).contains("status_version", "status_shape");
    assertThat(lab.view(run).path("standing").path("phase").asString()).isEqualTo("FORWARD");

    lab.happens("drift-goes");
    lab.happens("agents-return");
    for (String key : List.of("status_version", "status_shape", "fleet")) {
      MissionLab.Answer asked =
          lab.post("omar", "/api/v1/runs/" + run + "/items/" + key + "/recheck", Map.of());
      assertThat(asked.status()).as(asked.body()).isEqualTo(200);
      lab.until(run, key, "PASSED");
    }
    String digest =
        lab.get("omar", "/api/v1/runs/" + run + "/items/status_version")
            .json()
            .path("item")
            .path("work")
            .path("evidence")
            .asString();
    assertThat(lab.get("omar", "/api/v1/evidence/" + digest).body())
        .contains("\"lambda_alias_version\": \"" + alias + "\"", "agents");
  }

  @ParameterizedTest
  @CsvSource({"000, 163, 200", "900, 410, 500"})
  @Covers({"S-A2", "A-20", "A-21"})
  void a_mail_quota_in_amber_tells_the_gate_owner_and_waits_for_them(
      String world, int sent, int allowed) throws Exception {
    MissionLab lab = lab(world);
    lab.happens("quota-fills");
    String run = lab.preDeploy("olga");
    String told = "Mail quota is amber";
    JsonNode waits =
        lab.until("/api/v1/runs/" + run, view -> key(view, "Go on now, or defer").isPresent());
    assertThat(waits.toString()).contains(told);
    assertThat(lab.mark(run, "mail_quota")).doesNotStartWith("PASSED");
    MissionLab.Answer ticked = lab.sign("olga", "operator", run, "mail_quota");
    assertThat(ticked.status()).as("nobody ticks it").isEqualTo(409);
    String way = key(waits, "Go on now, or defer").orElseThrow();
    assertThat(lab.sign("olga", "operator", run, way).status())
        .as("the way out is the gate owner's")
        .isGreaterThanOrEqualTo(400);
    assertThat(lab.messages())
        .contains("For t_josh: mail quota at " + sent + " of " + allowed + " before the promotion");
    assertThat(lab.sign("josh", "t_josh", run, way).status()).isEqualTo(200);
    assertThat(lab.until(run, "mail_quota", "RESOLVED")).contains("Tell the gate owner");
  }

  @ParameterizedTest
  @CsvSource({"000", "900"})
  @Covers({"S-A2", "A-21"})
  void a_mail_quota_in_amber_defers_the_run_which_asks_anew_and_goes_on_by_itself(String world) {
    MissionLab lab = lab(world);
    lab.happens("quota-fills");
    String run = lab.preDeploy("olga");
    lab.until("/api/v1/runs/" + run, view -> key(view, "Go on now, or defer").isPresent());
    String defer = "/api/v1/runs/" + run + "/defer";
    MissionLab.Answer never =
        lab.post("olga", defer, Map.of("until", "tonight", "reason", "quota is amber"));
    assertThat(never.status()).isEqualTo(409);
    assertThat(never.json().path("detail").asString())
        .isEqualTo(
            "\"tonight\" is no time: write 2026-01-31T22:00:00Z, or 22:00 for the next time that it"
                + " is so late, UTC; the run goes on");
    String until = RealTime.clock().instant().plusSeconds(20).toString();
    MissionLab.Answer deferred =
        lab.post("olga", defer, Map.of("until", until, "reason", "the mail quota is amber"));
    assertThat(deferred.status()).as(deferred.body()).isEqualTo(200);
    String held = lab.view(run).path("standing").path("notes").path("held").asString();
    assertThat(held).isEqualTo("deferred until " + until + " by olga: the mail quota is amber");
    assertThat(lab.get("omar", "/api/v1/runs").body()).contains("deferred until " + until);
    lab.happens("quota-empties");
    assertThat(lab.until(run, "mail_quota", "PASSED")).contains("SentLast24Hours");
    JsonNode log = lab.get("omar", "/api/v1/logs/governance?run=" + run).json();
    assertThat(log.toString()).contains("deferred", "the mail quota is amber", "olga");
    assertThat(lab.view(run).path("standing").path("notes").path("held").isString()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"000, 131, 158", "900, 300, 395"})
  @Covers({"S-A2", "A-20"})
  void a_mail_quota_with_room_is_green_by_itself_and_near_its_limit_with_a_heads_up(
      String world, int sent, int near) {
    MissionLab lab = lab(world);
    String run = lab.preDeploy("olga");
    assertThat(lab.until(run, "mail_quota", "PASSED"))
        .contains("SentLast24Hours = " + sent)
        .doesNotContain("0.72");
    lab.happens("quota-nears");
    lab.post("olga", "/api/v1/runs/" + run + "/items/mail_quota/recheck", Map.of());
    JsonNode heads =
        lab.until(
            "/api/v1/runs/" + run + "/items/mail_quota",
            item -> item.path("item").path("mark").path("warn").asString("").contains("0.72"));
    assertThat(heads.path("item").path("mark").path("status").asString()).isEqualTo("PASSED");
    assertThat(heads.toString()).contains("SentLast24Hours = " + near);
  }

  @ParameterizedTest
  @CsvSource({"000", "900"})
  @Covers({"S-A5", "A-66", "A-67", "X-26"})
  void a_total_outage_opens_its_runbook_from_the_board_with_one_click_and_never_twice(String world)
      throws Exception {
    MissionLab lab = lab(world);
    String open = "/api/v1/boards/mission_control/open";
    Map<String, Object> dead = Map.of("monitor", "dead_agents");
    lab.untilAllIsSeen();
    lab.post("olga", "/api/v1/boards/mission_control/check", Map.of());
    MissionLab.Answer early = lab.post("olga", open, dead);
    assertThat(early.status()).as(early.body()).isEqualTo(409);
    assertThat(early.json().path("detail").asString())
        .isEqualTo(
            "the monitor \"dead_agents\" of the board mission_control recommends no runbook now;"
                + " ask it anew and look; nothing was started");
    assertThat(lab.get("olga", "/api/v1/incidents").json().path("incidents").size()).isZero();

    lab.happens("fleet-dies");
    lab.checkedUntil(board -> top(board, 0).equals("dead_agents"));
    List<MissionLab.Answer> both =
        together(() -> lab.post("olga", open, dead), () -> lab.post("omar", open, dead));
    assertThat(both).allMatch(answer -> answer.status() == 201 || answer.status() == 200);
    assertThat(both.stream().filter(answer -> answer.json().path("begun").asBoolean())).hasSize(1);
    String run = both.getFirst().json().path("run").asString();
    assertThat(both.getLast().json().path("run").asString()).isEqualTo(run);
    MissionLab.Answer again = lab.post("omar", open, dead);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("run").asString()).isEqualTo(run);

    JsonNode incidents = lab.get("olga", "/api/v1/incidents").json().path("incidents");
    assertThat(incidents.size()).isEqualTo(1);
    String incident = incidents.path(0).path("id").asString();
    assertThat(run).isEqualTo(incident + "-inc_003-prod");
    JsonNode kept =
        lab.until("/api/v1/incidents/" + incident, one -> one.path("kept").path("runs").size() > 0);
    assertThat(kept.path("kept").path("runs").size()).isEqualTo(1);
    assertThat(kept.path("kept").path("runs").path(0).path("run").asString()).isEqualTo(run);
    assertThat(kept.path("kept").path("runs").path(0).path("title").asString())
        .startsWith("INC-003");
    assertThat(lab.until(run, "no_agent_pulses", "PASSED")).contains("pulse_age_seconds");
  }

  @Test
  void a_runbook_that_is_open_elsewhere_is_not_taken_for_the_one_that_is_asked_for() {
    MissionLab lab = lab("000");
    String open = "/api/v1/boards/mission_control/open";
    lab.untilAllIsSeen();
    lab.happens("fleet-dies");
    lab.checkedUntil(board -> top(board, 0).equals("dead_agents"));
    for (String environment : List.of("demo", "prod")) {
      Map<String, Object> asked = Map.of("monitor", "dead_agents", "environment", environment);
      MissionLab.Answer begun = lab.post("olga", open, asked);
      assertThat(begun.status()).as(begun.body()).isEqualTo(201);
      String run = begun.json().path("run").asString();
      assertThat(run).endsWith("-inc_003-" + environment);
      assertThat(lab.view(run).path("head").path("lock").asString())
          .startsWith("beak/" + environment);
      MissionLab.Answer again = lab.post("omar", open, asked);
      assertThat(again.status()).as(again.body()).isEqualTo(200);
      assertThat(again.json().path("run").asString()).isEqualTo(run);
    }
  }

  @ParameterizedTest
  @CsvSource({"000, 41, 42", "900, 57, 58"})
  @Covers({"A-57", "A-60", "A-62"})
  void the_anomaly_summary_names_a_dead_fleet_and_a_drift_the_largest_penalty_first(
      String world, String alias, String deployed) {
    MissionLab lab = lab(world);
    String board = "/api/v1/boards/mission_control";
    lab.untilAllIsSeen();
    lab.happens("drift-appears");
    lab.happens("fleet-dies");
    JsonNode view =
        lab.checkedUntil(now -> top(now, 0).equals("dead_agents") && top(now, 1).equals("drift"));
    JsonNode top = view.path("anomalies").path("top");
    assertThat(top.path(0).path("name").path("id").asString()).isEqualTo("dead_agents");
    assertThat(top.path(0).path("now").path("penalty").asInt()).isEqualTo(40);
    assertThat(top.path(1).path("name").path("id").asString()).isEqualTo("drift");
    assertThat(top.path(1).path("now").path("penalty").asInt()).isEqualTo(20);
    assertThat(top.path(1).path("seen").path("shown").asString())
        .isEqualTo("alias " + alias + " ≠ deployed " + deployed);
    String page = lab.page("omar", "/boards/mission_control").body();
    String summary = page.substring(page.indexOf("id=\"anomalies\""));
    assertThat(summary.indexOf("Agents that do not pulse"))
        .isPositive()
        .isLessThan(summary.indexOf("Alias drift"));
    String kept = lab.post("olga", board + "/snapshot", Map.of()).body();
    assertThat(kept.indexOf("\"monitor\":\"dead_agents\""))
        .isPositive()
        .isLessThan(kept.indexOf("\"monitor\":\"drift\""));
  }

  private static List<MissionLab.Answer> together(
      java.util.concurrent.Callable<MissionLab.Answer> one,
      java.util.concurrent.Callable<MissionLab.Answer> other)
      throws Exception {
    try (var threads = java.util.concurrent.Executors.newFixedThreadPool(2)) {
      List<MissionLab.Answer> answers = new ArrayList<>();
      for (var answer : threads.invokeAll(List.of(one, other))) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  @ParameterizedTest
  @CsvSource({"000, 41, 42, P0, 1", "900, 57, 58, SEV2, 2"})
  @Covers({"A-39", "A-44", "A-79", "X-02", "X-10"})
  void a_look_beside_the_pinned_snapshot_asks_the_board_anew(
      String world, String alias, String deployed, String severity, int level) {
    MissionLab lab = lab(world);
    lab.untilAllIsSeen();
    lab.post("olga", "/api/v1/boards/mission_control/check", Map.of());
    MissionLab.Answer on =
        lab.post("olga", "/api/v1/incidents", Map.of("title", "drift", "severity", severity));
    assertThat(on.status()).as(on.body()).isEqualTo(201);
    assertThat(on.json().path("about").path("severity").path("level").asInt())
        .as("by the severities of the people document")
        .isEqualTo(level);
    assertThat(
            lab.post("olga", "/api/v1/incidents", Map.of("title", "x", "severity", "SEV9")).body())
        .contains("there is no severity", "P0, P1, P2");
    lab.happens("drift-appears");
    String incident = "/api/v1/incidents/" + on.json().path("id").asString();
    MissionLab.Answer looked = lab.post("omar", incident + "/recheck", Map.of());
    assertThat(looked.status()).as(looked.body()).isEqualTo(200);
    assertThat(snapshot(lab, looked.json(), "rechecked"))
        .contains("alias " + alias + " ≠ deployed " + deployed);
    assertThat(snapshot(lab, looked.json(), "pinned"))
        .contains("alias " + alias + " = deployed " + alias);
  }

  @Test
  @Covers({"A-01", "A-02", "A-05", "A-06", "A-07", "A-08", "A-25", "A-68", "A-75"})
  void the_three_lists_count_their_lines_and_each_of_their_links_leads_to_a_place() {
    MissionLab lab = lab("000");
    lab.untilAllIsSeen();
    assertThat(lab.page("olga", "/playbooks").body())
        .contains("Pre-Deploy", "Rollback", "Incident Triage");
    Map<String, String> back = Map.of("target", lab.input("target"), "reason", "errors");
    Map<String, String> runs =
        Map.of(
            lab.start("olga", "rollback", back), " / 8",
            lab.preDeploy("olga"), " / 10",
            lab.start("omar", "incident-triage", Map.of("severity", "P1")), " / 9");
    String overview = lab.page("omar", "/").body();
    assertThat(overview.replaceAll("<[^>]*>", "").replaceAll("\\s+|&nbsp;", " "))
        .as("27 lines of the document, and the two of ours that move the alias")
        .contains("All checklists 3 runs, 29 lines", "Pre-Deploy 1 run, 12 lines")
        .contains("Rollback 1 run, 8 lines", "Incident Triage 1 run, 9 lines");
    String triage = lab.page("omar", "/?playbook=ops_triage").body();
    runs.forEach((run, of) ->
        assertThat(triage.contains("/runs/" + run + "\"")).as(run).isEqualTo(of.equals(" / 9")));
    assertThat(triage).contains("data-live=\"/live?playbook=ops_triage&amp;picture=");
    assertThat(lab.page("omar", "/?show=trouble").body()).contains("In trouble");
    assertThat(lab.page("josh", "/?show=mine").body()).contains("Waits for me");
    List<String> broken = new ArrayList<>();
    runs.forEach((run, of) -> {
      assertThat(overview).contains("/runs/" + run);
      assertThat(lab.page("omar", "/runs/" + run).body()).contains(of);
      for (JsonNode item : lab.view(run).path("stages").path(0).path("items")) {
        String at = "/runs/" + run + "/items/" + item.path("name").path("key").asString();
        links(lab.page("omar", at).body()).stream()
            .filter(link -> !lab.leads("omar", link))
            .forEach(link -> broken.add(at + " -> " + link));
      }
    });
    links(lab.page("omar", "/boards/mission_control").body()).stream()
        .filter(link -> !lab.leads("omar", link))
        .forEach(link -> broken.add("board -> " + link));
    assertThat(broken).isEmpty();
  }

  /** Where the content of a page leads, on this server. */
  private static Set<String> links(String page) {
    Set<String> links = new TreeSet<>();
    String content = page.substring(page.indexOf("<main"), page.indexOf("</main>"));
    Matcher matcher =
        Pattern.compile("href=\"(/(?:boards|playbooks|logs)[^\"]*)\"").matcher(content);
    while (matcher.find()) {
      links.add(matcher.group(1));
    }
    return links;
  }

  private static String snapshot(MissionLab lab, JsonNode incident, String which) {
    String digest = incident.path("kept").path(which).path("digest").asString();
    return lab.get("omar", "/api/v1/evidence/" + digest).body();
  }

  /** The monitor with the largest penalty but so many. */
  private static String top(JsonNode board, int but) {
    JsonNode anomaly = board.path("anomalies").path("top").path(but);
    return anomaly.path("name").path("id").asString("");
  }

  /** The key of the line that somebody is waited for and whose title begins so. */
  private static Optional<String> key(JsonNode view, String title) {
    return view.path("standing")
        .path("waiting")
        .valueStream()
        .filter(wait -> wait.path("title").asString("").startsWith(title))
        .map(wait -> wait.path("key").asString())
        .findFirst();
  }
}
