package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.access.Entrance;
import dev.holddown.cli.Home;
import dev.holddown.cli.ServeOrder;
import dev.holddown.cli.Served;
import dev.holddown.cli.Stage;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.Json;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.testing.Axe;
import dev.holddown.testing.Browser;
import dev.holddown.testing.Covers;
import dev.holddown.testing.RealTime;
import dev.holddown.testing.Window;
import dev.holddown.view.SnapshotText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The board of document 000 in its simulated world: engine, server and pages are the real ones. */
class MissionControlTest {
  private static final Path EXAMPLE = Path.of("examples/000-ops-checklist/mission-control.yaml");
  private static final int LOOKS_MAX = 1_200;

  @TempDir Path folder;

  private final MachineKit kit = new MachineKit(System.getenv());
  private final HttpClient client = HttpClient.newHttpClient();
  private Stage stage;
  private Hosted hosted;
  private Served served;

  @BeforeEach
  void start() throws IOException {
    stage = kit.stage("000", folder.resolve("world"));
    Path workspace = Files.createDirectories(folder.resolve("workspace"));
    String text =
        Files.readString(EXAMPLE)
            .replaceAll("http://127\\.0\\.0\\.1:9[0-9]{3}", base())
            .replaceAll("for: [0-9]+[sm],", "for: 0s,");
    Files.writeString(workspace.resolve("mission-control.yaml"), text);
    Files.writeString(
        workspace.resolve("ops.yaml"),
        """
        kind: workspace
        links: {Alias drift: "board:mission_control/alias_drift"}
        """);
    Files.writeString(
        workspace.resolve("look.yaml"),
        """
        kind: playbook
        id: look
        title: Look
        subject: {service: beak, environment: prod}
        links: {drift: "board:mission_control/alias_drift"}
        stages:
          - stage: Before
            items:
              - {check: Look, id: look, sign: {role: operator}, links: {Alias drift: drift}}
        """);
    Home home = Home.of(folder.resolve("data")).in(Optional.of(workspace));
    hosted = stage.kit().open(home);
    Desk.Means means = stage.kit().means();
    Entrance entrance = Entrance.in(home.folder(), RealTime.clock());
    ServeOrder.Listening listening =
        new ServeOrder.Listening("127.0.0.1", 0, Optional.of(workspace), true, true);
    served =
        stage
            .kit()
            .serve(new ServeOrder(hosted, Desk.of(hosted, means), entrance, listening, line -> {}));
    until(board -> board.path("health").path("verdict").asString("").equals("green"));
  }

  @AfterEach
  void stop() {
    served.close();
    hosted.close();
    stage.close();
    client.shutdownNow();
  }

  private String base() {
    return Optional.ofNullable(stage.inputs().get("base")).orElseThrow();
  }

  private HttpResponse<String> sent(String method, String url, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .method(method, HttpRequest.BodyPublishers.ofString(method.equals("GET") ? "" : "{}"))
            .header("Content-Type", "application/json");
    try {
      return client.send(
          (headers.length == 0 ? request : request.headers(headers)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void happens(String what) {
    assertThat(sent("POST", base() + "/simulated/" + what).statusCode()).isEqualTo(200);
  }

  private String at(String path) {
    return served.address() + path;
  }

  private JsonNode board() {
    HttpResponse<String> answer = sent("GET", at("/api/v1/boards/mission_control"));
    return answer.statusCode() == 200 ? Json.tree(answer.body()) : Json.tree("{}");
  }

  private JsonNode checked() {
    HttpResponse<String> answer = sent("POST", at("/api/v1/boards/mission_control/check"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.tree(answer.body());
  }

  private JsonNode until(Predicate<JsonNode> so) {
    for (int i = 0; i < LOOKS_MAX; i++) {
      JsonNode now = board();
      if (so.test(now)) {
        return now;
      }
      rest();
    }
    throw new AssertionError("it never came true: " + board());
  }

  private static void rest() {
    java.util.concurrent.locks.LockSupport.parkNanos(50_000_000L);
  }

  private static JsonNode card(JsonNode board, String id) {
    return board
        .path("cards")
        .valueStream()
        .filter(card -> card.path("name").path("id").asString("").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode monitor(JsonNode board, String card, String id) {
    return card(board, card)
        .path("monitors")
        .valueStream()
        .filter(one -> one.path("name").path("id").asString("").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static String shown(JsonNode monitor) {
    return monitor.path("seen").path("shown").asString("");
  }

  private static List<String> branches(JsonNode monitor) {
    return monitor
        .path("advice")
        .path("branches")
        .valueStream()
        .map(branch -> branch.path("title").asString(""))
        .toList();
  }

  @Test
  @Covers({"A-12", "A-16", "A-20", "A-22", "A-44", "A-57", "A-62", "A-64", "A-65", "A-70"})
  void each_card_says_in_plain_words_what_happens_in_the_world() {
    JsonNode well = board();
    assertThat(shown(monitor(well, "alias_drift", "drift"))).isEqualTo("alias 41 = deployed 41");
    assertThat(shown(monitor(well, "agent_fleet", "dead_agents")))
        .isEqualTo("2 of 2 pulse, oldest 11 s");
    happens("drift-appears");
    happens("quota-fills");
    happens("callbacks-fail");
    happens("metrics-go");
    JsonNode bad = checked();
    JsonNode drift = monitor(bad, "alias_drift", "drift");
    assertThat(shown(drift)).isEqualTo("alias 41 ≠ deployed 42");
    assertThat(drift.path("now").path("level").asString("")).isEqualTo("critical");
    assertThat(drift.path("seen").path("ageSeconds").asLong(99)).isLessThan(10);
    assertThat(shown(monitor(bad, "ses_quota", "ses_quota"))).isEqualTo("163 of 200 (81.5 %)");
    JsonNode route = monitor(bad, "routes", "route_metrics");
    assertThat(shown(route)).matches("504 in \\d+ ms");
    assertThat(branches(route)).containsExactly("Cold start or crash loop");
    assertThat(shown(monitor(bad, "routes", "route_beak"))).matches("200 in \\d+ ms");
    assertThat(branches(monitor(bad, "peck_audit", "peck_failures")))
        .containsExactly("Webhook delivery");
    // 20 drift, 20 pecks, 15 route, 5 quota: the largest first.
    assertThat(bad.path("health").path("number").path("value").asInt(0)).isEqualTo(40);
    assertThat(bad.path("health").path("verdict").asString("")).isEqualTo("red");
    List<Integer> penalties =
        bad.path("anomalies")
            .path("top")
            .valueStream()
            .map(one -> one.path("now").path("penalty").asInt(0))
            .toList();
    assertThat(penalties).isSortedAccordingTo((a, b) -> b - a).startsWith(20, 20, 15, 5);
    happens("drift-goes");
    JsonNode again = checked();
    assertThat(shown(monitor(again, "alias_drift", "drift"))).isEqualTo("alias 41 = deployed 41");
  }

  @Test
  @Covers({"A-66", "A-61"})
  void a_dead_fleet_is_an_outage_with_its_runbook_and_the_board_is_red() {
    happens("fleet-dies");
    JsonNode dead = checked();
    JsonNode fleet = monitor(dead, "agent_fleet", "dead_agents");
    assertThat(shown(fleet)).isEqualTo("0 of 2 pulse, oldest 900 s");
    assertThat(branches(fleet)).containsExactly("Total outage");
    assertThat(dead.path("health").path("formula").asString(""))
        .contains("− 40 (Agents that do not pulse, critical)");
  }

  @Test
  @Covers({"A-73", "A-58"})
  void diagnostics_are_kept_with_their_digest_in_three_forms_and_told_in_the_governance_log() {
    HttpResponse<String> taken = sent("POST", at("/api/v1/boards/mission_control/snapshot"));
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
    JsonNode answer = Json.tree(taken.body());
    JsonNode snapshot = answer.path("snapshot");
    assertThat(snapshot.path("capturedAt").asString("")).matches(".*T.*Z");
    assertThat(snapshot.path("lambda").path("version").asString("")).isEqualTo("41");
    assertThat(snapshot.path("pipeline").path("queued").asInt(0)).isEqualTo(2);
    assertThat(snapshot.path("sandbox").path("ses").asBoolean(true)).isFalse();
    String digest = answer.path("digest").asString("").substring("sha256:".length());
    String from = at("/api/v1/boards/mission_control/snapshots/" + digest);
    String json = sent("GET", from).body();
    assertThat(Digest.of(json.getBytes(StandardCharsets.UTF_8)).hex()).isEqualTo(digest);
    assertThat(sent("GET", from + "?as=markdown").body())
        .startsWith("# Mission Control\n\nCaptured at ")
        .contains("sha256:" + digest, "| ok | Alias drift | alias 41 = deployed 41 |");
    assertThat(sent("GET", from + "?as=slack").body())
        .endsWith("sha256:" + digest)
        .hasSizeLessThanOrEqualTo(SnapshotText.SLACK_CHARS_MAX);
    for (int i = 0; i < LOOKS_MAX && !listed().contains(digest); i++) {
      rest();
    }
    assertThat(listed()).contains(digest);
    assertThat(sent("GET", at("/api/v1/governance")).body())
        .contains("snapshot of the board mission_control kept as sha256:" + digest);
  }

  @Test
  void the_stream_of_a_board_gives_the_whole_of_it_whenever_something_is_seen() throws Exception {
    HttpRequest follow =
        HttpRequest.newBuilder(URI.create(at("/api/v1/boards/mission_control/events"))).build();
    HttpResponse<InputStream> stream =
        client.send(follow, HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      long first = event(lines, "alias 41 = deployed 41");
      happens("drift-appears");
      checked();
      assertThat(event(lines, "alias 41 ≠ deployed 42")).isGreaterThan(first);
    }
  }

  /** Reads up to an event that says this; its id. */
  private static long event(BufferedReader lines, String says) throws IOException {
    long id = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("id: ")) {
        id = Long.parseLong(line.substring(4));
      } else if (line.startsWith("data: ") && line.contains(says)) {
        return id;
      }
    }
    throw new AssertionError("the stream ended before it said " + says);
  }

  private String listed() {
    return sent("GET", at("/api/v1/boards/mission_control/snapshots")).body();
  }

  @Test
  @Covers({"A-14", "A-18", "A-22", "A-40", "A-46", "A-59", "A-75"})
  void every_deep_link_of_the_document_leads_to_a_place_of_the_page() {
    String page = sent("GET", at("/boards/mission_control"), "Accept", "text/html").body();
    assertThat(page)
        .contains(
            "id=\"alias_drift\"",
            "id=\"agent_fleet\"",
            "id=\"peck_audit\"",
            "id=\"routes\"",
            "id=\"ses_quota\"",
            "id=\"system_health\"",
            "id=\"audit_activity\"",
            "id=\"health\"",
            "id=\"anomalies\"",
            "id=\"diagnostics\"",
            "id=\"incident_mode\"",
            "id=\"change_freeze\"");
    String pecks =
        sent(
                "GET",
                at("/boards/mission_control/cards/peck_failures?q=denied"),
                "Accept",
                "text/html")
            .body();
    assertThat(pecks)
        .contains("<td>denied</td>", "the filter leaves out 2", "value=\"denied\"")
        .doesNotContain("<td>expired</td>");
    assertThat(
            sent("GET", at("/boards/mission_control/cards/nothing"), "Accept", "text/html")
                .statusCode())
        .isEqualTo(404);
    assertThat(sent("GET", at("/boards"), "Accept", "text/html").body())
        .contains("href=\"/boards/mission_control\"", "/boards/mission_control#alias_drift");
  }

  @Test
  @Covers("A-12")
  void the_link_of_an_item_leads_to_its_card() {
    HttpResponse<String> started =
        HttpStart.run(client, at("/api/v1/runs"), "{\"playbook\": \"look\", \"inputs\": {}}");
    String run = Json.tree(started.body()).path("run").asString("");
    String page = sent("GET", at("/runs/" + run + "/items/look"), "Accept", "text/html").body();
    assertThat(page).contains("<a href=\"/boards/mission_control#alias_drift\">Alias drift</a>");
  }

  @Test
  void the_page_follows_the_world_and_has_no_violation_that_axe_finds() throws IOException {
    try (Browser browser = Browser.start()) {
      Window window = browser.window(1440, false).go(at("/boards/mission_control"));
      window.until("document.body.dataset.follows");
      happens("drift-appears");
      checked();
      window.until("document.getElementById('alias_drift').innerText.includes('≠')");
      assertThat(window.text("document.getElementById('alias_drift').className"))
          .contains("highlight-in-incident", "failing", "t-bad");
      window.click("#diagnostics button");
      window.until("document.querySelector('dialog[open] textarea')?.value.includes('capturedAt')");
      assertThat(window.complaints()).isEmpty();
      List<String> found = new ArrayList<>();
      for (boolean dark : new boolean[] {false, true}) {
        for (int width : new int[] {360, 1440}) {
          Window one = browser.window(width, dark);
          for (String page :
              List.of(
                  "/boards",
                  "/boards/mission_control",
                  "/boards/mission_control/cards/peck_failures",
                  "/")) {
            one.go(at(page));
            one.eval(Axe.script());
            one.eval(Axe.RUN).forEach(v -> found.add(page + " " + width + " " + v.asString("")));
            int wide = one.eval("document.documentElement.scrollWidth").asInt(0);
            assertThat(wide).as(page + " is wider than " + width).isLessThanOrEqualTo(width);
          }
        }
      }
      assertThat(found).isEmpty();
    }
  }

  /** A start over the API. */
  private static final class HttpStart {
    static HttpResponse<String> run(HttpClient client, String url, String body) {
      try {
        return client.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
      } catch (IOException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
