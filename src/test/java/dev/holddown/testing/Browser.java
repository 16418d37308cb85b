package dev.holddown.testing;

import dev.holddown.cli.link.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;

/** A headless Chromium, spoken to by the Chrome DevTools Protocol over the JDK's WebSocket. */
public final class Browser implements AutoCloseable {
  private static final int ANSWER_SECONDS_MAX = 120;
  private static final String LISTENS = "DevTools listening on ";
  private static final List<String> PROGRAMS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Process process;
  private final Path profile;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final Map<String, Consumer<JsonNode>> listeners = new ConcurrentHashMap<>();
  private final StringBuilder piece = new StringBuilder();
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;

  private Browser(Process process, Path profile, String address) {
    this.process = process;
    this.profile = profile;
    this.socket = client.newWebSocketBuilder().buildAsync(URI.create(address), new Ears()).join();
  }

  /** Starts one; a test on a machine without Chromium is skipped. */
  public static Browser start() {
    Optional<Path> program = program();
    Assumptions.assumeTrue(program.isPresent(), "chromium is not installed");
    try {
      Path profile = Files.createTempDirectory("holddown-browser");
      Process process =
          new ProcessBuilder(
                  program.orElseThrow().toString(),
                  "--headless=new",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + profile,
                  "--no-sandbox",
                  "--no-first-run",
                  "--disable-gpu",
                  "--disable-dev-shm-usage",
                  "--disable-extensions",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--hide-scrollbars",
                  "--force-color-profile=srgb",
                  "about:blank")
              .redirectErrorStream(true)
              .start();
      return new Browser(process, profile, address(process));
    } catch (IOException e) {
      throw new AssertionError("Chromium does not start", e);
    }
  }

  private static Optional<Path> program() {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(":"))
        .flatMap(folder -> PROGRAMS.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String address(Process process) throws IOException {
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.startsWith(LISTENS)) {
        Thread.ofVirtual().start(() -> said.lines().forEach(rest -> {}));
        return line.substring(LISTENS.length()).strip();
      }
    }
    throw new IOException("it ended without listening");
  }

  /** What comes over the socket. */
  private final class Ears implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      piece.append(data);
      if (last) {
        JsonNode message = Json.tree(piece.toString());
        piece.setLength(0);
        heard(message);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  private void heard(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asLong());
      if (answer != null) {
        answer.complete(message);
      }
      return;
    }
    Consumer<JsonNode> listener = listeners.get(message.path("sessionId").asString(""));
    if (listener != null) {
      listener.accept(message);
    }
  }

  /** A command; {@code session} empty for the browser itself. */
  JsonNode ask(String session, String method, Map<String, ?> params) {
    long id = ids.incrementAndGet();
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", params);
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    synchronized (socket) {
      socket.sendText(Json.line(message), true).join();
    }
    try {
      JsonNode whole = answer.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
      if (whole.has("error")) {
        throw new AssertionError(method + ": " + whole.path("error"));
      }
      return whole.path("result");
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(method + " was not answered", e);
    }
  }

  void listen(String session, Consumer<JsonNode> listener) {
    listeners.put(session, listener);
  }

  /** A window of somebody of their own: nothing is shared with other windows. */
  public Window window(int width, boolean dark) {
    String context =
        ask("", "Target.createBrowserContext", Map.of()).path("browserContextId").asString();
    String target =
        ask("", "Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
            .path("targetId")
            .asString();
    String session =
        ask("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asString();
    return new Window(this, session).sized(width, dark);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.shutdownNow();
    List<Path> all = new ArrayList<>();
    try (Stream<Path> files = Files.walk(profile)) {
      files.forEach(all::add);
    } catch (IOException | java.io.UncheckedIOException e) {
      return; // a file of a process that was just ended vanished; the folder is a temporary one
    }
    all.reversed().forEach(path -> path.toFile().delete());
  }
}
