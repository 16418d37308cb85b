package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.access.Entrance;
import dev.holddown.cli.Playbooks;
import dev.holddown.testing.Browser;
import dev.holddown.testing.RealTime;
import dev.holddown.testing.Window;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every page of the server's own table, looked at by axe: a page that is new is looked at too. */
class EveryPageInBrowserTest {
  /**
   * Two send the browser on to somebody else's page. A board wants a world that it watches: {@code
   * boot.MissionControlTest} looks at its pages in the same way.
   */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "/login/provider",
          "/login/callback",
          "/boards/{id}",
          "/boards/{id}/cards/{card}",
          "/boards/{id}/snapshot",
          "/boards/{id}/snapshots/{digest}");

  private final Browser browser = Browser.start();
  private final WebLab lab;
  private final String ann;
  private String run = "";

  EveryPageInBrowserTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
    ann = lab.token("ann", "admin", "operator", "approver", "owner");
  }

  @AfterEach
  void stop() {
    browser.close();
    lab.close();
  }

  /** An address for each page, by the path of its route. */
  private Map<String, String> addresses() {
    run = lab.started("signed", ann);
    lab.until(run, ann, WebLab.waitsAt("approval"));
    lab.started("nogo", ann);
    lab.kit.file(
        "owing.yaml",
        // a place of its own: the run before waits and holds the lock of shop/prod
        Playbooks.SMOOTH
                .replace("id: smooth", "id: owing")
                .replace("service: shop", "service: till")
            + OwedPagesTest.OWED);
    lab.until(lab.started("owing", ann), ann, WebLab.ended("SUCCEEDED"));
    assertThat(
            lab.post("/api/v1/freezes", ann, "{\"id\": \"net-7\", \"reason\": \"down\"}").status())
        .isEqualTo(200);
    lab.post("/api/v1/incidents", ann, "{}");
    String incident =
        lab.get("/api/v1/incidents", ann).json().path("incidents").path(0).path("id").asString();
    String evidence = lab.get("/api/v1/runs/" + run, ann).json().findValue("evidence").asString();
    String code =
        Entrance.in(lab.kit.data(), RealTime.clock())
            .invitations()
            .add(Optional.empty(), lab.kit::secret);
    Map<String, String> all = new TreeMap<>();
    for (Route route : lab.table()) {
      boolean looked = route.method() == Route.Method.GET && route.page();
      boolean stream = route.path().endsWith("/live");
      if (looked && !stream && !ELSEWHERE.contains(route.path())) {
        String path =
            route
                .path()
                .replace("/runs/{id}", "/runs/" + run)
                .replace("/incidents/{id}", "/incidents/" + incident)
                .replace("{name}", "smooth")
                .replace("<key>", "approval")
                .replace("/evidence/{digest}", "/evidence/" + evidence);
        String asked =
            switch (path.substring(path.lastIndexOf('/') + 1)) {
              case "override" -> "?freeze=net-7";
              case "welcome" -> "?code=" + code;
              default -> path.matches("/runs/[^/]+/[a-z-]+") ? "?key=approval" : "";
            };
        boolean plain = path.matches("/runs/[^/]+/(log|card|hold|resume|abort|rollback)");
        all.put(route.path(), plain ? path : path + asked);
      }
    }
    all.put("nothing there", "/nowhere");
    return all;
  }

  @Test
  void no_page_has_a_violation_that_axe_finds_in_both_themes_narrow_and_wide() {
    Map<String, String> all = addresses();
    assertThat(all).hasSizeGreaterThan(35);
    assertThat(all.values())
        .as("a page whose address nobody knows here")
        .noneMatch(a -> a.contains("{") || a.contains("<"));
    List<String> found = new ArrayList<>();
    Window window = browser.window(360, false).headers(Map.of("Authorization", "Bearer " + ann));
    for (Map.Entry<String, String> page : all.entrySet()) {
      window.go(lab.address + page.getValue());
      assertThat(window.text("document.querySelector('h1')?.innerText ?? ''"))
          .as(page.getKey())
          .matches(said -> page.getKey().equals("nothing there") || !said.contains("nothing here"));
      for (boolean dark : new boolean[] {false, true}) {
        for (int width : new int[] {360, 1440}) {
          String where = page.getKey() + " " + width + (dark ? " dark " : " ");
          looked(window.sized(width, dark), width).forEach(what -> found.add(where + what));
        }
      }
    }
    assertThat(found).isEmpty();
  }

  private static List<String> looked(Window window, int width) {
    List<String> found = new ArrayList<>();
    for (JsonNode violation : window.axe()) {
      found.add(violation.asString(""));
    }
    int wide = window.seen("document.documentElement.scrollWidth").asInt(0);
    if (wide > width) {
      found.add("sticks out, to " + wide);
    }
    return found;
  }
}
