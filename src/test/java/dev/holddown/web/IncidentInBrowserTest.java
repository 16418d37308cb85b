package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.Browser;
import dev.holddown.testing.Covers;
import dev.holddown.testing.Window;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Incident mode as two people see it in a real Chromium. */
class IncidentInBrowserTest {
  private static final String BANNER = "document.querySelector('#incident-banner.incident')";
  private static final String ROLLBACK =
      """
      kind: playbook
      id: undo
      title: Undo by hand
      mode: rollback
      subject: {service: checkout, environment: prod}
      inputs:
        version: {type: string, help: "What to go back to"}
      stages:
        - stage: Back
          items:
            - {check: It is back, id: back, sign: {role: operator}}
      """;

  private final Browser browser = Browser.start();
  private final WebLab lab;
  private final String olga;
  private final String omar;

  IncidentInBrowserTest(@TempDir Path folder) {
    lab = WebLab.start(folder, false, Limits.usual(), Map.of("undo.yaml", ROLLBACK));
    olga = lab.token("olga", "work", "operator");
    omar = lab.token("omar", "work", "operator");
  }

  @AfterEach
  void stop() {
    browser.close();
    lab.close();
  }

  private Window window(int width, boolean dark, String token) {
    return browser.window(width, dark).headers(Map.of("Authorization", "Bearer " + token));
  }

  @Test
  @Covers({"A-34", "A-39", "A-40", "A-55", "A-56", "C21"})
  void two_presses_turn_it_on_for_everybody_and_both_see_the_same() {
    Window first = window(1440, false, olga);
    Window second = window(360, true, omar);
    first.go(lab.address + "/");
    second.go(lab.address + "/");
    Window still = window(1440, true, omar).go(lab.address + "/playbooks");
    still.until("document.body.dataset.listens");
    Window ofRun =
        window(1440, true, omar).go(lab.address + "/runs/" + lab.started("signed", olga));
    ofRun.until("document.body.dataset.follows");
    second.until("document.querySelector('#incident-banner').hidden");

    first.click(".incident-link");
    first.click(".start-incident");
    first.arrivesBelow("/incidents/inc-");
    second.until(BANNER + " !== null");
    still.until(BANNER + " !== null");
    ofRun.until(BANNER + " !== null");
    assertThat(still.complaints()).isEmpty();
    String told = second.text(BANNER + ".innerText");
    assertThat(told).contains("Incident P0").contains("UTC").contains("nobody leads");

    second.clickTo("#incident-banner a", "/incidents/inc-");
    String pinned = "document.querySelector('.snapshot .lock')";
    String digest = pinned + ".title";
    first.until(pinned + " !== null");
    second.until(pinned + " !== null");
    assertThat(second.text(digest)).startsWith("sha256:").isEqualTo(first.text(digest));
    second.click("form[action$='/join'] button");
    second.until("document.querySelector('.run-sub').innerText.includes('olga, omar')");
    first.until("document.querySelector('.run-sub').innerText.includes('olga, omar')");
    first.click("form[action$='/recheck'] button");
    first.until("document.querySelectorAll('.snapshot').length === 2");
    second.until("document.querySelectorAll('.snapshot').length === 2");
    assertThat(first.text(digest)).as("the pinned one stays").isEqualTo(second.text(digest));
    assertThat(first.text("document.querySelector('.owes').innerText"))
        .contains("nobody has said that it is resolved")
        .contains("the record lacks root_cause (3 of 7 are filled)");
    assertThat(first.axe().toString()).isEqualTo("[]");
    assertThat(second.axe().toString()).isEqualTo("[]");
    assertThat(second.seen("document.documentElement.scrollWidth <= innerWidth").asBoolean())
        .as("nothing sticks out on a phone")
        .isTrue();
    look(first, "incident-wide");
    look(second, "incident-phone");

    second.clickTo(".top nav .back", "/rollback");
    assertThat(second.seen("document.querySelectorAll('form .danger-fill').length").asInt())
        .as("the second click starts it: of the open run, or by hand")
        .isEqualTo(2);
    assertThat(second.axe().toString()).isEqualTo("[]");
    look(second, "rollback-phone");

    leaves(first, second, still);
  }

  /** The first proves what is owed and leaves; the line goes from every page. */
  private void leaves(Window first, Window second, Window still) {
    String id =
        lab.get("/api/v1/incidents", olga).json().path("incidents").path(0).path("id").asString();
    lab.post("/api/v1/incidents/" + id + "/resolve", olga, "{}");
    lab.post(
        "/api/v1/incidents/" + id + "/fields",
        omar,
        "{\"components\": \"a\", \"root_cause\": \"b\", \"actions\": \"c\"}");
    first.go(lab.address + "/incidents/" + id);
    second.go(lab.address + "/");
    first.click("form[action$='/leave'] button");
    second.until("document.querySelector('#incident-banner').hidden");
    still.until("document.querySelector('#incident-banner').hidden");
    JsonNode left = lab.get("/api/v1/incidents/" + id, olga).json();
    assertThat(left.path("about").path("clock").path("on").asBoolean()).isFalse();
    first.go(lab.address + "/incidents");
    assertThat(first.axe().toString()).isEqualTo("[]");
    look(first, "incidents-wide");
  }

  /** A picture for whoever wants to look: {@code -Dholddown.screens=FOLDER}. */
  private static void look(Window window, String name) {
    String folder = System.getProperty("holddown.screens", "");
    if (!folder.isEmpty()) {
      window.picture(Path.of(folder, name + ".png"));
    }
  }
}
