package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.Playbooks;
import dev.holddown.testing.Browser;
import dev.holddown.testing.RealTime;
import dev.holddown.testing.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Logs, freezes, permits and people in a real Chromium. */
class LogPagesInBrowserTest {

  private static final String FREEZES =
      """
      kind: freeze
      id: weekend
      why: nobody is on call
      owner: owner
      scope: {services: [shop], environments: [prod]}
      from: 2026-01-03
      rrule: FREQ=WEEKLY;BYDAY=SA
      timezone: Europe/Berlin
      lasts: 48h
      override: {sign: {role: owner}, reason: required}
      """;

  private static final String PEOPLE =
      """
      kind: people
      roles:
        operator: {members: [ann]}
        approver: {members: [ann, amy]}
        owner: {members: [bob], delegates: [cleo], covers: {services: [shop]}}
      """;

  private static final String EXCEPTIONS =
      """
      kind: exceptions
      id: exceptions
      rows:
        - {id: EX-7, waives: score, owner: amy, rationale: a new font, risk: low, expires: %s}
      """;

  private static final String WAIVABLE =
      Playbooks.WAIVABLE
          .replace("service: shop", "service: pay")
          .replace("title: Waivable", "title: A release with a score");

  private final Browser browser = Browser.start();
  private final WebLab lab;

  LogPagesInBrowserTest(@TempDir Path folder) {
    String soon = RealTime.clock().instant().plus(3, ChronoUnit.DAYS).toString().substring(0, 10);
    lab =
        WebLab.start(
            folder,
            false,
            Limits.usual(),
            Map.of(
                "people.yaml",
                PEOPLE,
                "freezes.yaml",
                FREEZES,
                "exceptions.yaml",
                EXCEPTIONS.formatted(soon),
                "waivable.yaml",
                WAIVABLE));
  }

  @AfterEach
  void stop() {
    browser.close();
    lab.close();
  }

  private static Window as(Window window, String token) {
    return window.headers(Map.of("Authorization", "Bearer " + token));
  }

  @Test
  void no_page_of_logs_freezes_permits_or_people_has_a_violation_that_axe_finds()
      throws IOException {
    String ann = lab.token("ann", "admin", "operator", "approver");
    String run = lab.started("waivable", ann);
    lab.until(run, ann, view -> view.toString().contains("NO-GO"));
    String soon = RealTime.clock().instant().plus(20, ChronoUnit.HOURS).toString();
    lab.post(
        "/api/v1/runs/" + run + "/items/score/waive",
        ann,
        "{\"reason\": \"a new font\", \"risk\": \"low\", \"expires\": \"" + soon + "\"}");
    lab.post(
        "/api/v1/delegations",
        ann,
        "{\"to\": \"amy\", \"roles\": \"approver\", \"until\": \"" + soon + "\"}");
    lab.post(
        "/api/v1/freezes",
        ann,
        "{\"id\": \"net-7\", \"reason\": \"the network is down\", \"override\": \"approver\"}");
    List<String> pages =
        List.of(
            "/logs/deployments",
            "/logs/incidents",
            "/logs/governance",
            "/logs/governance?q=nothing+like+this",
            "/logs/access",
            "/freezes",
            "/runs/" + run + "/override?freeze=net-7",
            "/runs/" + run + "/waive?key=score",
            "/permits",
            "/people",
            "/runs/" + run);
    Path pictures = Path.of("target", "screens-logs");
    Files.createDirectories(pictures);
    List<String> found = new ArrayList<>();
    for (boolean dark : new boolean[] {false, true}) {
      for (int width : new int[] {360, 1440}) {
        Window window = as(browser.window(width, dark), ann);
        for (String page : pages) {
          window.go(lab.address + page);
          window.picture(pictures.resolve(name(page, run, width, dark)));
          for (JsonNode violation : window.axe()) {
            found.add(page + " " + width + (dark ? " dark " : " ") + violation.asString(""));
          }
          int wide = window.seen("document.documentElement.scrollWidth").asInt(0);
          assertThat(wide).as(page + " is wider than " + width).isLessThanOrEqualTo(width);
        }
        assertThat(window.complaints()).isEmpty();
      }
    }
    assertThat(found).isEmpty();
  }

  private static String name(String page, String run, int width, boolean dark) {
    return page.replace(run, "run").replaceAll("[^a-z]+", "-").substring(1)
        + "-"
        + width
        + (dark ? "-dark" : "")
        + ".png";
  }

  @Test
  void a_freeze_is_begun_met_overridden_and_ended_by_clicks() {
    String ann = lab.token("ann", "work", "operator", "approver");
    String run = lab.started("waivable", ann);
    lab.until(run, ann, view -> view.toString().contains("NO-GO"));
    lab.post("/api/v1/runs/" + run + "/hold", ann, "{}");
    Window window = as(browser.window(1440, false), ann).go(lab.address + "/freezes");
    window.eval("document.getElementById('f-id').value = 'net-7'");
    window.eval("document.getElementById('f-why').value = 'the network is down'");
    window.eval("document.getElementById('f-override').value = 'approver'");
    window.click("#begin + form button");
    window.until("document.getElementById('freeze-net-7')");
    window.go(lab.address + "/runs/" + run + "/resume");
    assertThat(window.text("document.querySelector('.banner').innerText"))
        .contains("the network is down");
    window.click("form.act button.primary");
    window.until("document.querySelector('#answer .problem a')");
    window.click("#answer .problem a");
    window.until("(document.getElementById('o-why').value = 'it is the cure', true)");
    window.click("form.paper button.danger-fill");
    window.arrives("/runs/" + run);
    assertThat(lab.post("/api/v1/runs/" + run + "/resume", ann, "{}").status()).isEqualTo(200);
    window.go(lab.address + "/freezes").click("#freeze-net-7 summary");
    window.eval("document.getElementById('end-net-7').value = 'it is up'");
    window.click("#freeze-net-7 form button");
    window.until(
        "document.body.innerText.includes('it is up') || !document.getElementById('freeze-net-7')");
    window.go(lab.address + "/logs/governance?q=net-7");
    assertThat(window.text("document.querySelector('tbody').innerText"))
        .contains("freeze began", "freeze overridden", "freeze ended", "it is the cure");
  }
}
