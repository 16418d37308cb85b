package dev.holddown.connectors;

import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A program that shows its metrics, a clock that a test sets, and short ways to ask. */
class OpenMetricsScene {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  final MetricsServer server = new MetricsServer();
  Instant now = START;
  final Asking query = (Asking) new OpenMetrics(() -> now, Acts.calls()).verbs().getFirst();

  @AfterEach
  void stop() {
    server.close();
  }

  Answer ask(int second, Map<String, Object> args) throws InterruptedException {
    now = START.plusSeconds(second);
    return query.ask(question(now, args));
  }

  Question question(Instant at, Map<String, Object> given) {
    Map<String, Object> args = new HashMap<>(given);
    if (!args.containsKey("url") && !args.containsKey("urls")) {
      args.put("url", server.url() + "/metrics");
    }
    return new Question(args, at, Duration.ofSeconds(20));
  }

  void shows(String body) {
    server.answers(200, "text/plain; version=0.0.4", body);
  }

  void requests(int good, int bad) {
    shows(
        "# TYPE http_requests_total counter\n"
            + "http_requests_total{code=\"200\"} "
            + good
            + "\n"
            + (bad == 0 ? "" : "http_requests_total{code=\"503\"} " + bad + "\n"));
  }

  static final Map<String, Object> RATIO =
      Map.of(
          "metric", "http_requests_total",
          "compute", "ratio",
          "bad", Map.of("code", "~5.."),
          "over", "10s");
}
