package dev.holddown.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.access.AccessScope;
import dev.holddown.access.AccessTokens;
import dev.holddown.access.Entrance;
import dev.holddown.cli.Home;
import dev.holddown.cli.ServeOrder;
import dev.holddown.cli.Served;
import dev.holddown.cli.Stage;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.Json;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.RunnableCopy;
import dev.holddown.playbooks.SiblingFiles;
import dev.holddown.playbooks.Siblings;
import dev.holddown.testing.Browser;
import dev.holddown.testing.RealTime;
import dev.holddown.testing.Window;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Document 000 as a team has it: its three lists, its board and its people on the real server, and
 * the simulated platform behind them.
 */
final class MissionLab implements AutoCloseable {
  private static final Path EXAMPLES = Path.of("examples/000-ops-checklist");
  private static final int LOOKS_MAX = 1_200;
  private static final int CARDS = 9;

  private final Stage stage;
  private final Hosted hosted;
  private final Served served;
  private final AccessTokens tokens;
  private final Map<String, String> texts = new HashMap<>();
  private final AtomicInteger secrets = new AtomicInteger();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An answer of the API. */
  record Answer(int status, String body) {
    JsonNode json() {
      return Json.tree(body);
    }
  }

  /** {@code world}: 000, or 900, which has other numbers. */
  MissionLab(Path folder, String world) {
    try {
      stage = new MachineKit(System.getenv()).stage(world, folder.resolve("world"));
      Path workspace = Files.createDirectories(folder.resolve("workspace"));
      write(workspace);
      Home home = Home.of(folder.resolve("data")).in(Optional.of(workspace));
      hosted = stage.kit().open(home);
      Desk.Means means = stage.kit().means();
      Entrance entrance = Entrance.in(home.folder(), RealTime.clock());
      tokens = entrance.tokens();
      ServeOrder.Listening listening =
          new ServeOrder.Listening("127.0.0.1", 0, Optional.of(workspace), false, true);
      served =
          stage
              .kit()
              .serve(
                  new ServeOrder(hosted, Desk.of(hosted, means), entrance, listening, line -> {}));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void write(Path workspace) throws IOException {
    PlaybookReader reader = stage.kit().language().reader();
    for (String file : List.of("pre-deploy.yaml", "rollback.yaml", "incident-triage.yaml")) {
      Path path = EXAMPLES.resolve(file);
      RunnableCopy copy =
          RunnableCopy.of(reader, file, Files.readString(path), SiblingFiles.beside(path));
      Files.writeString(workspace.resolve(file), copy.text());
      for (Map.Entry<String, Siblings.Source> beside : copy.beside().entrySet()) {
        Files.writeString(
            workspace.resolve(beside.getKey().replace('_', '-') + ".yaml"),
            beside.getValue().text());
      }
    }
    Files.copy(EXAMPLES.resolve("people.yaml"), workspace.resolve("people.yaml"));
    Files.writeString(
        workspace.resolve("mission-control.yaml"),
        Files.readString(EXAMPLES.resolve("mission-control.yaml"))
            .replaceAll("http://127\\.0\\.0\\.1:9[0-9]{3}", base())
            .replaceAll("for: [0-9]+[sm],", "for: 0s,"));
  }

  String base() {
    return Optional.ofNullable(stage.inputs().get("base")).orElseThrow();
  }

  /** What the world proposes for a run. */
  String input(String name) {
    return Optional.ofNullable(stage.inputs().get(name)).orElseThrow();
  }

  String at(String path) {
    return served.address() + path;
  }

  /** Something of {@code /simulated} is pressed. */
  void happens(String what) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + "/simulated/" + what))
            .POST(HttpRequest.BodyPublishers.noBody());
    assertThat(send(request).status()).isEqualTo(200);
  }

  // --- people ---

  private String token(String person, String... roles) {
    return texts.computeIfAbsent(
        person + List.of(roles),
        any ->
            tokens
                .add(
                    new AccessTokens.Wish(
                        person, List.of(roles), AccessScope.WORK, Duration.ofDays(1)),
                    () -> ("secret" + secrets.incrementAndGet()).repeat(8))
                .text());
  }

  /** Roles as the people document has them. */
  private String token(String person) {
    return switch (person) {
      case "josh" -> token(person, "t_josh");
      case "ida" -> token(person, "incident_commander");
      default -> token(person, "operator");
    };
  }

  /** A window of a browser in which a person is logged in. */
  Window window(Browser browser, int width, boolean dark, String person) {
    return browser.window(width, dark).headers(Map.of("Authorization", "Bearer " + token(person)));
  }

  Answer get(String person, String path) {
    return send(request(person, path));
  }

  /** A page as a browser asks for it. */
  Answer page(String person, String path) {
    return send(request(person, path).header("Accept", "text/html"));
  }

  /** Whether a link is answered, and its anchor is there. */
  boolean leads(String person, String link) {
    String[] parts = link.split("#", 2);
    Answer page = page(person, parts[0]);
    return page.status() == 200
        && (parts.length == 1 || page.body().contains("id=\"" + parts[1] + "\""));
  }

  Answer post(String person, String path, Object body) {
    return send(
        request(person, path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.line(body))));
  }

  private HttpRequest.Builder request(String person, String path) {
    return HttpRequest.newBuilder(URI.create(at(path)))
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + token(person));
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  // --- runs ---

  /** Starts one of the lists; gives the run. */
  String start(String person, String playbook, Map<String, String> more) {
    Map<String, String> inputs = new TreeMap<>(more);
    inputs.put("base", base());
    Answer answer =
        post(
            person,
            "/api/v1/runs",
            Map.of("playbook", playbook, "environment", "prod", "inputs", inputs));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().path("run").asString();
  }

  String preDeploy(String person) {
    Map<String, String> inputs =
        Map.of("change", "lambda", "version", input("version"), "from", input("from"));
    return start(person, "pre-deploy", inputs);
  }

  JsonNode view(String run) {
    return get("olga", "/api/v1/runs/" + run).json();
  }

  /** Status and reason of a line, and its heads-up. */
  String mark(String run, String key) {
    JsonNode mark =
        get("olga", "/api/v1/runs/" + run + "/items/" + key).json().path("item").path("mark");
    return mark.path("status").asString("")
        + " "
        + mark.path("reason").asString("")
        + " "
        + mark.path("warn").asString("");
  }

  /** Waits until a line begins so. */
  String until(String run, String key, String begins) {
    for (int i = 0; i < LOOKS_MAX; i++) {
      String mark = mark(run, key);
      if (mark.startsWith(begins)) {
        return mark;
      }
      rest();
    }
    throw new AssertionError(key + " is " + mark(run, key) + " in " + view(run));
  }

  JsonNode until(String path, Predicate<JsonNode> so) {
    for (int i = 0; i < LOOKS_MAX; i++) {
      JsonNode now = get("olga", path).json();
      if (so.test(now)) {
        return now;
      }
      rest();
    }
    throw new AssertionError("never so: " + get("olga", path).body());
  }

  /** Asks the board of document 000 anew and waits: a look may take longer than one is kept. */
  JsonNode checkedUntil(Predicate<JsonNode> so) {
    String board = "/api/v1/boards/mission_control";
    assertThat(post("olga", board + "/check", Map.of()).status()).isEqualTo(200);
    return until(board, so);
  }

  /** Waits until each monitor of that board has a fresh answer. */
  void untilAllIsSeen() {
    until(
        "/api/v1/boards/mission_control",
        board -> {
          JsonNode coverage = board.path("head").path("coverage");
          return board.path("cards").size() == CARDS
              && coverage.path("fresh").asInt(-1) == coverage.path("all").asInt(0);
        });
  }

  Answer sign(String person, String role, String run, String key) {
    return post(person, "/api/v1/runs/" + run + "/items/" + key + "/sign", Map.of("role", role));
  }

  /** What was sent to the channel of the operators. */
  String messages() throws IOException {
    return Files.readString(stage.workspace().resolve("ops-channel.log"));
  }

  static void rest() {
    LockSupport.parkNanos(50_000_000L);
  }

  @Override
  public void close() {
    served.close();
    hosted.close();
    stage.close();
    client.shutdownNow();
  }
}
