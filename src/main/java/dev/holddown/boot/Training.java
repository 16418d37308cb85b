package dev.holddown.boot;

import com.sun.net.httpserver.HttpServer;
import dev.holddown.cli.Cli;
import dev.holddown.cli.link.Json;
import dev.holddown.view.StatusView;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Runs the common verbs once, in a folder that is thrown away, while the JVM notes which classes
 * they load: from these notes it makes a cache that later starts read (JEP 483, JEP 514). A process
 * loads all of its cache, so each kind of process has one of its own.
 */
public final class Training {
  private static final int ASK_BYTES_MAX = 1024;
  private static final int TRIES_MAX = 600;
  private static final long TRY_MILLIS = 100;

  private static final String RELEASE =
      """
      kind: playbook
      id: training
      title: Training
      subject: {service: none, environment: none}
      inputs:
        version: {type: version}
      stages:
        - stage: All
          gate: all
          items:
            - step: Print
              exec.run: {program: echo, args: ["${inputs.version}"]}
              repeatable: true
              verify: {http.get: {url: "PLACE"}, expect: result.status == 200}
      watches:
        - watch: Errors
          http.get: {url: "PLACE"}
          breach: result.status >= 500
          for: 5s
          then: rollback
      rollback:
        to: {version: "0"}
        phases:
          - phase: Back
            time-box: 1m
            items:
              - {step: Print, exec.run: {program: echo}, repeatable: true}
      """;

  /** A run as the list shows it, for an engine that answers without being one. */
  private static final StatusView RUNS =
      new StatusView(
          List.of(
              new StatusView.Line(
                  "training-abcd",
                  "Training",
                  "none/none",
                  "forward",
                  new StatusView.Tail(
                      true,
                      Instant.EPOCH,
                      Instant.EPOCH,
                      Optional.of(50L),
                      "a person is waited for"))),
          Instant.EPOCH);

  private final Path folder;
  private final Map<String, String> environment;

  private Training(Path folder) {
    this.folder = folder;
    this.environment =
        Map.of(
            "HOLDDOWN_DATA", folder.resolve("data").toString(),
            "HOME", folder.toString(),
            "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
  }

  /**
   * The arguments: which cache ({@code verbs}, {@code status} or {@code stay}), and the folder.
   * Ends with 1 when a verb did: half a cache is not wanted.
   */
  public static void main(String[] args) throws Exception {
    Training training = new Training(Path.of(args[1]));
    boolean done =
        switch (args[0]) {
          case "verbs" -> training.verbs();
          case "status" -> training.status();
          case "stay" -> training.stay();
          default -> throw new IllegalArgumentException(args[0]);
        };
    // The server's thread would keep a failed training alive.
    System.exit(done ? 0 : 1);
  }

  private boolean verbs() throws IOException {
    Files.writeString(folder.resolve("value.json"), "{\"value\": 0.5}");
    try (InputStream in = Training.class.getResourceAsStream("/examples/checkout.yaml")) {
      Objects.requireNonNull(in, "the example is in the jar");
      Files.copy(in, folder.resolve("checkout.yaml"), StandardCopyOption.REPLACE_EXISTING);
    }
    // What most pages hold, and playbooks of every kind, so that their classes are in the cache.
    String page =
        Files.writeString(
                folder.resolve("page.md"),
                "# Release\n\n## Before\n- [ ] **Image** [signed](https://a.example) (Owner: QA)\n"
                    + "- [x] No errors over 1% for 5 minutes\n\n## Steps\n1. Pull it\n"
                    + "```bash\n# Pull\ndocker pull shop:1.4\n```\n\n## Sign-off\n"
                    + "| Role | Date |\n|---|---|\n| Lead | |\n")
            .toString();
    String made = folder.resolve("page.yaml").toString();
    Path examples = Files.createDirectories(folder.resolve("examples"));
    for (String example :
        List.of(
            "004-command-center-pack/dashboard.yaml",
            "004-command-center-pack/people.yaml",
            "004-command-center-pack/release-train.yaml")) {
      try (InputStream in = Training.class.getResourceAsStream("/examples/" + example)) {
        Objects.requireNonNull(in, "the example is in the jar");
        Files.copy(in, examples.resolve(example.replace('/', '-')));
      }
    }
    String release = release(Files.createDirectories(folder.resolve("playbooks"))).toString();
    String value = folder.resolve("value.json").toString();
    return run("--help")
        && run("validate", folder.resolve("checkout.yaml").toString())
        && run("validate", examples.toString())
        && run("import", page, "-o", made)
        && run("run", release, "--input", "version=1", "--dry-run")
        && run("run", release, "--input", "version=1", "--foreground")
        && run("status")
        && run("status", "--json")
        && run("log", "verify")
        && run("eval", "result.value > 0.01", "--result", value);
  }

  /** With an engine that answers, and on the data folder alone. */
  private boolean status() throws IOException {
    Path asked = Files.createDirectories(folder.resolve("asked"));
    ServerSocketChannel engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    engine.bind(UnixDomainSocketAddress.of(asked.resolve("engine.sock")));
    Thread.ofPlatform().daemon().start(() -> answer(engine));
    Path data = folder.resolveSibling("verbs").resolve("data");
    return run("status", "--data", asked.toString())
        && Files.isDirectory(data)
        && run("status", "--data", data.toString());
  }

  private static void answer(ServerSocketChannel engine) {
    byte[] line =
        (Json.line(Map.of("ok", true, "result", RUNS)) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      while (true) {
        try (SocketChannel client = engine.accept()) {
          // A verb looks whether anybody listens before it asks.
          if (client.read(ByteBuffer.allocate(ASK_BYTES_MAX)) > 0) {
            client.write(ByteBuffer.wrap(line));
          }
        }
      }
    } catch (IOException e) {
      System.err.println("nobody answers: " + e);
    }
  }

  /** A release, and the server over its log. */
  private boolean stay() throws IOException, InterruptedException {
    Path workspace = Files.createDirectories(folder.resolve("playbooks"));
    String release = release(workspace).toString();
    if (!run("run", release, "--input", "version=1", "--foreground")) {
      return false;
    }
    int port = free();
    Thread visitor = Thread.ofPlatform().daemon().start(() -> visit(port));
    boolean served =
        run("serve", "--open", "--port", "" + port, "--workspace", workspace.toString());
    visitor.join();
    return served;
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Asks what a browser and a program ask first, and ends the server as an operator does. */
  private static void visit(int port) {
    try {
      for (int i = 0; i < TRIES_MAX && get(port, "/healthz") != 200; i++) {
        Thread.sleep(TRY_MILLIS);
      }
      for (String path : List.of("/readyz", "/", "/api/v1/runs", "/api/v1/openapi.json")) {
        int status = get(port, path);
        if (status != 200) {
          System.err.println(path + " was answered with " + status);
        }
      }
      String pid = String.valueOf(ProcessHandle.current().pid());
      new ProcessBuilder("kill", "-TERM", pid).inheritIO().start().waitFor();
    } catch (IOException e) {
      System.err.println("the server cannot be ended: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The status of an answer; 0 when nobody listens yet. */
  private static int get(int port, String path) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String ask = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readAllBytes();
      String status = new String(answer, 0, Math.min(answer.length, 12), StandardCharsets.US_ASCII);
      return status.length() == 12 ? Integer.parseInt(status.substring(9)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  /** The playbook whose checks a small server of this process answers. */
  private static Path release(Path into) throws IOException {
    HttpServer place = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    place.createContext(
        "/",
        call -> {
          call.sendResponseHeaders(200, -1);
          call.close();
        });
    place.start();
    String url = "http://127.0.0.1:" + place.getAddress().getPort() + "/";
    Path file = into.resolve("training.yaml");
    Files.writeString(file, RELEASE.replace("PLACE", url));
    return file;
  }

  private boolean run(String... verb) {
    int exit = Cli.run(new MachineKit(environment), verb);
    if (exit != 0) {
      System.err.println(String.join(" ", verb) + " ended with " + exit);
    }
    return exit == 0;
  }
}
