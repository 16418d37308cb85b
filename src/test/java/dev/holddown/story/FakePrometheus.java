package dev.holddown.story;

import dev.holddown.connectors.support.WebServer;
import dev.holddown.spi.Answer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A server that speaks the HTTP API of Prometheus and knows one metric: a curve of the story. */
final class FakePrometheus implements AutoCloseable {
  private final WebServer server;
  private final Curve curve;
  private boolean down;

  FakePrometheus(Curve curve) throws IOException {
    this.curve = curve;
    this.server = new WebServer(this::answer);
  }

  String url() {
    return server.url();
  }

  /** From now on it answers 503. */
  void goesDown() {
    down = true;
  }

  void comesBack() {
    down = false;
  }

  private WebServer.Reply answer(WebServer.Seen seen) {
    if (down) {
      return WebServer.Reply.of(503, "no healthy upstream", "Content-Type: text/plain");
    }
    Map<String, String> form = form(seen.body());
    boolean range = seen.path().endsWith("query_range");
    String type = range ? "matrix" : "vector";
    String result = range ? "" : instant(form);
    return WebServer.Reply.of(
        200,
        "{\"status\":\"success\",\"data\":{\"resultType\":\"%s\",\"result\":[%s]}}"
            .formatted(type, result),
        "Content-Type: application/json");
  }

  /** One number; nothing where the curve is silent. */
  private String instant(Map<String, String> form) {
    String time = form.getOrDefault("time", "0");
    Answer answer = curve.at(Instant.ofEpochMilli((long) (Double.parseDouble(time) * 1000)));
    if (answer.kind() != Answer.Kind.ANSWERED) {
      return "";
    }
    Object value =
        form.getOrDefault("query", "").startsWith("count")
            ? answer.samples()
            : answer.result().get("value");
    return "{\"metric\":{},\"value\":[%s,\"%s\"]}".formatted(time, value);
  }

  private static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[parts.length - 1], StandardCharsets.UTF_8));
    }
    return form;
  }

  @Override
  public void close() {
    server.close();
  }
}
