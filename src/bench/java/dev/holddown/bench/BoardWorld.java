package dev.holddown.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A platform that answers, with the board of document 000 and one of 500 cards that look at it. */
final class BoardWorld implements AutoCloseable {
  private static final int CARDS = 500;
  private static final Path EXAMPLE = Path.of("examples/000-ops-checklist/mission-control.yaml");
  private static final Map<String, String> ANSWERS =
      Map.of(
          "/beak/system/status",
          """
          {"lambda": {"version": "42"}, "lambda_alias_version": "41", "database": "ok",
          "agents": [{"id": "duck-1", "pulse_age_seconds": 4}],
          "sandbox": {"ses": true, "sns": true}}\
          """,
          "/beak/pecks",
          """
          {"total": 120, "failed": 40,
          "types": [{"type": "callback_error", "count": 40, "usual": 6}]}\
          """,
          "/beak/system/health",
          """
          {"score": 45, "snapshot_age_seconds": 12,
          "metrics": [{"name": "latency_p99", "status": "red"}]}\
          """,
          "/beak/audit",
          "{\"events\": [{\"kind\": \"peck_notify\", \"count\": 41, \"usual\": 40, \"deviation\":"
              + " 6}]}",
          "/beak/diagnostics",
          """
          {"lambda": {"version": "41"}, "pipeline": {"queued": 2},
          "sandbox": {"ses": false, "sns": false}}\
          """,
          "/beak/webhooks/deliveries",
          "{\"deliveries\": []}",
          "/beak",
          "{\"value\": 3}");

  private final HttpServer server;

  private BoardWorld(HttpServer server) {
    this.server = server;
  }

  static BoardWorld start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    ANSWERS.forEach((path, answer) ->
        server.createContext(
            path,
            exchange -> {
              byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
              exchange.getResponseHeaders().add("Content-Type", "application/json");
              exchange.sendResponseHeaders(200, bytes.length);
              exchange.getResponseBody().write(bytes);
              exchange.close();
            }));
    server.start();
    return new BoardWorld(server);
  }

  private String base() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Both boards, by the names of their files. */
  Map<String, String> files() throws IOException {
    String mission =
        Files.readString(EXAMPLE).replaceAll("http://127\\.0\\.0\\.1:9[0-9]{3}", base());
    return Map.of("mission-control.yaml", mission, "wall.yaml", wall());
  }

  /** Each card with a monitor of its own; a third of them red. */
  private String wall() {
    StringBuilder monitors = new StringBuilder();
    StringBuilder cards = new StringBuilder();
    for (int i = 0; i < CARDS; i++) {
      monitors.append(
          """
            - watch: Number of thing %d
              id: thing%d
              http.get: {url: "%s/beak?thing=%d"}
              every: 30s
              shows: "${int(result.json.value)} of %d"
              levels: [{level: critical, breach: result.json.value > %d.0, for: 0s, penalty: 1}]
          """
              .formatted(i, i, base(), i, i % 7 + 4, i % 3 + 1));
      cards.append("  - {title: Thing %d, id: card%d, monitors: [thing%d]}\n".formatted(i, i, i));
    }
    return "kind: board\nid: wall\ntitle: Wall of 500\nmonitors:\n"
        + monitors
        + "cards:\n"
        + cards
        + "health: {start: 100, red-below: 60}\nanomalies: {top: 5}\n";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
