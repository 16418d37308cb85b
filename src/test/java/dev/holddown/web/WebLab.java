package dev.holddown.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.cli.Playbooks;
import dev.holddown.cli.TestKit;
import dev.holddown.cli.link.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import tools.jackson.databind.JsonNode;

/** A server on a port of its own, with an engine, and a client of it. */
final class WebLab implements AutoCloseable {
  private static final int LOOKS_MAX = 2_400;

  final TestKit kit;
  final URI address;
  private final WebServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** An answer, its body read as JSON where it is. */
  record Answer(int status, String body, HttpResponse<String> whole) {
    JsonNode json() {
      return Json.tree(body);
    }

    String detail() {
      return json().path("detail").asString("");
    }

    String header(String name) {
      return whole.headers().firstValue(name).orElse("");
    }
  }

  private WebLab(TestKit kit, WebServer server) {
    this.kit = kit;
    this.server = server;
    this.address = server.address();
  }

  /** Everything that the server answers to. */
  List<Route> table() {
    return server.table();
  }

  static WebLab start(Path folder) {
    return start(folder, false, Limits.usual());
  }

  static WebLab start(Path folder, boolean open, Limits limits) {
    return start(folder, open, limits, Map.of());
  }

  /** {@code more}: other files of the workspace, by name. */
  static WebLab start(Path folder, boolean open, Limits limits, Map<String, String> more) {
    return start(new TestKit(folder).within(limits), open, more);
  }

  /** The same of a kit that knows already what stands before the server. */
  static WebLab start(TestKit kit, boolean open, Map<String, String> more) {
    more.forEach(kit::file);
    kit.file("signed.yaml", Playbooks.SIGNED);
    kit.file("smooth.yaml", Playbooks.SMOOTH);
    kit.file("nogo.yaml", Playbooks.NO_GO);
    return new WebLab(kit, (WebServer) kit.startServer(open));
  }

  /** A new token; {@code roles} as options of the verb. */
  String token(String person, String scope, String... roles) {
    String[] words = {"token", "add", person, "--scope", scope, "--json"};
    String[] all = Arrays.copyOf(words, words.length + roles.length * 2);
    for (int i = 0; i < roles.length; i++) {
      all[words.length + 2 * i] = "--role";
      all[words.length + 2 * i + 1] = roles[i];
    }
    TestKit.Printed printed = kit.run(all);
    assertThat(printed.exit()).as(printed.err()).isZero();
    return Json.tree(printed.out()).path("token").asString();
  }

  HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(60));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  Answer get(String path, String token, String... headers) {
    HttpRequest.Builder request = request(path, token);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  Answer post(String path, String token, String body, String... headers) {
    HttpRequest.Builder request =
        request(path, token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body(), answer);
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts a run of a playbook of the workspace. */
  String started(String playbook, String token) {
    Answer answer =
        post(
            "/api/v1/runs",
            token,
            "{\"playbook\": \"" + playbook + "\", \"inputs\": {\"version\": \"2.0\"}}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    String run = answer.json().path("run").asString();
    assertThat(answer.header("Location")).isEqualTo("/api/v1/runs/" + run);
    return run;
  }

  /** Looks at a run until it is so. */
  JsonNode until(String run, String token, Predicate<JsonNode> so) {
    for (int i = 0; i < LOOKS_MAX; i++) {
      JsonNode view = get("/api/v1/runs/" + run, token).json();
      if (so.test(view)) {
        return view;
      }
      rest();
    }
    throw new AssertionError("not within " + LOOKS_MAX + " looks: " + run);
  }

  static void rest() {
    try {
      if (new CountDownLatch(1).await(25, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("nobody counts down");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static Predicate<JsonNode> waitsAt(String key) {
    return view ->
        view.path("standing")
            .path("waiting")
            .valueStream()
            .anyMatch(wait -> wait.path("key").asString("").equals(key));
  }

  static Predicate<JsonNode> ended(String outcome) {
    return view ->
        view.path("standing").path("result").path("outcome").asString("").equals(outcome);
  }

  @Override
  public void close() {
    client.shutdownNow();
    kit.close();
  }

  /** Sends a form as a browser without a script does. */
  WebLab.Answer form(String path, String token, String... fields) {
    java.util.List<String> pairs = new java.util.ArrayList<>();
    for (int i = 0; i < fields.length; i += 2) {
      pairs.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
    }
    return send(
        request(path, token)
            .header("Content-Type", BodyReader.FORM)
            .header("Accept", "text/html")
            .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs))));
  }

  /** A page as a browser asks for it. */
  String page(String path, String token) {
    return get(path, token, "Accept", "text/html").body();
  }

  /** The texts of a zip by their names. */
  static Map<String, String> unzipped(byte[] bytes) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
        files.put(e.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }
}
