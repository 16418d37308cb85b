package dev.holddown.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server in a process of its own, with the flags that the launcher gives to one, open to this
 * machine, and a workspace of playbooks with so many lines to be ticked.
 */
final class Served implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int ANSWERS_WAITED_MAX = 6_000;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  final int port;
  private final Process process;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Served(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /**
   * Starts it with a new data folder.
   *
   * @param items the lines of a run
   * @param services each with a playbook {@code listN}, so that their runs wait for no other
   */
  static Served start(int items, int services) throws IOException, InterruptedException {
    return start(items, services, Map.of());
  }

  /** The same with more files in its workspace, by name. */
  static Served start(int items, int services, Map<String, String> files)
      throws IOException, InterruptedException {
    Path root = Files.createDirectories(Path.of("target", "bench"));
    Path folder = Files.createTempDirectory(root, "data");
    Path workspace = Files.createDirectory(folder.resolve("workspace"));
    for (int i = 0; i < services; i++) {
      Files.writeString(workspace.resolve("list" + i + ".yaml"), playbook(items, i));
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(workspace.resolve(file.getKey()), file.getValue());
    }
    int port = free();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xmx512m",
            "-Xmn64m",
            "-XX:MetaspaceSize=96m",
            "-XX:TrimNativeHeapInterval=15000",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.holddown.boot.Main",
            "serve",
            "--open",
            "--port",
            "" + port,
            "--data",
            folder.resolve("data").toString(),
            "--workspace",
            workspace.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("server.log").toFile());
    builder.environment().keySet().removeAll(List.of("HOLDDOWN_DB", "HOLDDOWN_SERVER", "CI"));
    Served served = new Served(port, builder.start());
    try {
      served.await();
      return served;
    } catch (IOException | InterruptedException | RuntimeException e) {
      served.close();
      throw e;
    }
  }

  private static String playbook(int items, int service) {
    StringBuilder yaml =
        new StringBuilder(
            """
            kind: playbook
            id: listNUMBER
            title: A long list
            subject: {service: shopNUMBER, environment: prod}
            stages:
              - stage: Work
                id: work
                items:
            """
                .replace("NUMBER", "" + service));
    for (int i = 0; i < items; i++) {
      yaml.append("      - {check: Somebody looks at thing ").append(i).append(", id: i");
      yaml.append(i).append(", sign: {role: operator}}\n");
    }
    return yaml.toString();
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void await() throws IOException, InterruptedException {
    for (int i = 0; i < ANSWERS_WAITED_MAX; i++) {
      try {
        if (client.send(get("/readyz", "me"), discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        if (!process.isAlive()) {
          throw new IOException("the server ended: " + process.exitValue(), e);
        }
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    throw new IOException("the server does not answer");
  }

  private static HttpResponse.BodyHandler<Void> discarding() {
    return HttpResponse.BodyHandlers.discarding();
  }

  private HttpRequest.Builder to(String path, String person) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(ANSWER_MAX)
        .header("Holddown-As", URLEncoder.encode(person, StandardCharsets.UTF_8));
  }

  private HttpRequest get(String path, String person) {
    return to(path, person).GET().build();
  }

  /** What a page or a route answers. */
  String read(String path, String accept) throws IOException, InterruptedException {
    HttpRequest request = to(path, "me").header("Accept", accept).GET().build();
    return body(client.send(request, HttpResponse.BodyHandlers.ofString()), path);
  }

  /** The bytes of a page as they go over the wire to a browser. */
  int transferred(String path) throws IOException, InterruptedException {
    HttpRequest request =
        to(path, "me")
            .header("Accept", "text/html")
            .header("Accept-Encoding", "gzip")
            .GET()
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body().length;
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(read(path, "application/json"));
  }

  /** Sends an order and gives its answer. */
  JsonNode post(String path, String person, String json) throws IOException, InterruptedException {
    HttpRequest request =
        to(path, person)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return JSON.readTree(body(client.send(request, HttpResponse.BodyHandlers.ofString()), path));
  }

  private static String body(HttpResponse<String> answer, String path) throws IOException {
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  /** Starts the run of a service. */
  String run(int service) throws IOException, InterruptedException {
    String body = "{\"playbook\": \"list" + service + "\"}";
    return post("/api/v1/runs", "me", body).path("run").asString();
  }

  double megabytes() throws IOException {
    return Launched.megabytes(process.pid());
  }

  @Override
  public void close() {
    client.shutdownNow();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
