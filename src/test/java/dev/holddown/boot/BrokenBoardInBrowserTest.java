package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.Browser;
import dev.holddown.testing.Window;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Boards whose monitors cannot be asked, are judged wrongly, hang, or are very many. */
class BrokenBoardInBrowserTest {
  private static final int CARDS = 500;

  private static final String BROKEN =
      """
      kind: board
      id: broken
      title: A board with everything wrong
      about: Each monitor of it fails in its own way.
      monitors:
        - {watch: Nobody listens there, id: gone, http.get: {url: "http://127.0.0.1:1/"}, every: 2s, levels: [{level: critical, breach: result.status != 200, for: 0s, penalty: 20}]}
        - {watch: It never answers, id: hangs, http.get: {url: "http://127.0.0.1:HANGS/", timeout: 30s}, every: 2s, timeout: 30s, levels: [{level: critical, breach: result.status != 200, for: 0s, penalty: 20}]}
        - {watch: The answer lacks what is judged, id: lacks, http.get: {url: "BASE/beak/system/status"}, every: 2s, shows: "${result.json.nothing_like_it} of all", levels: [{level: warn, breach: result.json.nothing_like_it > 1.0, for: 0s, penalty: 5}]}
        - {watch: It is well and cannot be told, id: mute, http.get: {url: "BASE/beak/system/status"}, every: 2s, shows: "${result.json.nothing_like_it} of all", levels: [{level: warn, breach: result.status != 200, for: 0s, penalty: 5}]}
        - {watch: No program is called that, id: program, exec.ask: {program: aws, args: [no-such-word]}, every: 2s, levels: [{level: warn, breach: result.exit != 0, for: 0s, penalty: 5}]}
      cards:
        - {title: Gone, monitors: [gone]}
        - {title: Hangs, monitors: [hangs]}
        - {title: Judged and told, monitors: [lacks, mute]}
        - {title: A program, monitors: [program]}
      health: {start: 100, red-below: 60}
      """;

  @TempDir Path folder;

  private final Browser browser = Browser.start();
  private ServerSocket silent;
  private MissionLab lab;

  @BeforeEach
  void a_world_and_a_port_that_never_answers() throws IOException {
    silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    lab = new MissionLab(folder, "000");
  }

  @AfterEach
  void stop() throws IOException {
    browser.close();
    lab.close();
    silent.close();
  }

  private void looks(Window window, String name) {
    for (boolean dark : new boolean[] {false, true}) {
      for (int width : new int[] {1440, 360}) {
        window.sized(width, dark);
        String where = name + "-" + width + (dark ? "-dark" : "");
        String pictures = System.getProperty("holddown.screens", "");
        if (!pictures.isEmpty()) {
          window.picture(Path.of(pictures, where + ".png"));
        }
        assertThat(window.axe().toString()).as(where).isEqualTo("[]");
        assertThat(window.seen("document.documentElement.scrollWidth").asInt(0))
            .as(where + " sticks out")
            .isLessThanOrEqualTo(width);
      }
    }
  }

  @Test
  void a_monitor_that_errs_hangs_or_cannot_be_told_says_so_and_is_never_green() throws IOException {
    Files.writeString(
        folder.resolve("workspace/broken.yaml"),
        BROKEN.replace("HANGS", String.valueOf(silent.getLocalPort())).replace("BASE", lab.base()));
    lab.until("/api/v1/boards/broken", view -> view.path("cards").size() == 4);
    lab.until(
        "/api/v1/boards/broken",
        view ->
            view.toString().contains("no answer yet after") && view.toString().contains("refused"));
    Window window = lab.window(browser, 1440, false, "olga").go(lab.at("/boards/broken"));
    window.until("document.querySelectorAll('.bcard').length === 4");
    String said = window.text("document.querySelector('main').innerText");
    assertThat(said)
        .contains("no answer yet after")
        .contains("cannot be told: ")
        .containsIgnoringCase("blind")
        .contains("nothing_like_it");
    assertThat(window.seen("document.querySelectorAll('.bcard.t-good').length").asInt(9))
        .as("nothing is green without proof")
        .isZero();
    assertThat(window.text("document.querySelector('#health').innerText"))
        .containsIgnoringCase("not proven");
    looks(window, "board-broken");
    window.go(lab.at("/boards/broken/cards/hangs"));
    looks(window, "board-broken-card");
  }

  @Test
  void five_hundred_cards_are_one_page_on_which_the_worst_comes_first() throws IOException {
    StringBuilder many = new StringBuilder("kind: board\nid: many\ntitle: Five hundred cards\n");
    many.append("monitors:\n");
    for (int i = 0; i < CARDS; i++) {
      many.append("  - {watch: Service number ").append(i).append(", id: m").append(i);
      many.append(", http.get: {url: \"").append(lab.base()).append("/beak/system/status\"}");
      many.append(", every: 1m, shows: \"version ${result.json.lambda.version}\"");
      many.append(", levels: [{level:");
      many.append(" warn, breach: \"result.status ").append(i == 7 ? "==" : "!=");
      many.append(" 200\", for: 0s, penalty: 30}]}\n");
    }
    many.append("cards:\n");
    for (int i = 0; i < CARDS; i++) {
      many.append("  - {title: Service number ").append(i).append(", monitors: [m").append(i);
      many.append("]}\n");
    }
    many.append("health: {start: 100, red-below: 60}\n");
    Files.writeString(folder.resolve("workspace/many.yaml"), many.toString());
    lab.until(
        "/api/v1/boards/many",
        view ->
            view.path("head").path("coverage").path("fresh").asInt(0) == CARDS
                && view.path("anomalies").path("top").size() == 1);
    Window window = lab.window(browser, 1440, false, "olga").go(lab.at("/boards/many"));
    window.until("document.querySelectorAll('.bcard').length === " + CARDS);
    assertThat(window.text("document.querySelector('#anomalies').innerText"))
        .contains("Service number 7");
    assertThat(window.text("document.querySelector('#health').innerText")).contains("70");
    looks(window, "board-many");
  }
}
