package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.Browser;
import dev.holddown.testing.Window;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on which nothing has happened yet says so on each page, and what to do. */
class EmptyPagesInBrowserTest {
  private final Browser browser = Browser.start();
  private final WebLab lab;
  private final String ann;

  EmptyPagesInBrowserTest(@TempDir Path folder) {
    lab = WebLab.start(folder);
    ann = lab.token("ann", "admin", "operator", "approver", "owner");
  }

  @AfterEach
  void stop() {
    browser.close();
    lab.close();
  }

  private static Map<String, String> pages() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("/", "No run is open.");
    pages.put("/boards", "There is no board here that you may see.");
    pages.put("/approvals", "Nothing waits");
    pages.put("/freezes", "Nothing is frozen");
    pages.put("/incidents", "Turn incident mode on");
    pages.put("/logs/deployments", "Nothing");
    pages.put("/logs/incidents", "Nothing");
    pages.put("/logs/governance", "Nothing");
    pages.put("/permits", "Permits");
    pages.put("/rollback", "Roll back");
    pages.put("/runs/nowhere", "nowhere");
    pages.put("/boards/nowhere", "there is no board");
    return pages;
  }

  @Test
  void each_page_without_anything_on_it_says_so_in_both_themes_narrow_and_wide() {
    Window window = browser.window(1440, false).headers(Map.of("Authorization", "Bearer " + ann));
    Map<String, String> said = new LinkedHashMap<>();
    for (Map.Entry<String, String> page : pages().entrySet()) {
      window.go(lab.address + page.getKey());
      for (boolean dark : new boolean[] {false, true}) {
        for (int width : new int[] {1440, 360}) {
          window.sized(width, dark);
          String where = page.getKey() + " " + width + (dark ? " dark" : "");
          picture(window, "empty" + page.getKey().replace('/', '-') + "-" + width, dark);
          assertThat(window.axe().toString()).as(where).isEqualTo("[]");
          assertThat(window.seen("document.documentElement.scrollWidth").asInt(0))
              .as(where + " sticks out")
              .isLessThanOrEqualTo(width);
        }
      }
      said.put(page.getKey(), window.text("document.querySelector('main').innerText"));
    }
    pages()
        .forEach((page, words) ->
            assertThat(said.getOrDefault(page, "")).as(page).containsIgnoringCase(words));
  }

  /** A picture for whoever wants to look: {@code -Dholddown.screens=FOLDER}. */
  private static void picture(Window window, String name, boolean dark) {
    String folder = System.getProperty("holddown.screens", "");
    if (!folder.isEmpty()) {
      window.picture(Path.of(folder, name + (dark ? "-dark.png" : ".png")));
    }
  }
}
