package dev.holddown.connectors;

import dev.holddown.spi.Answer;
import dev.holddown.spi.Asking;
import dev.holddown.spi.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;

/** A server that answers as Prometheus does, and short ways to ask it. */
class PrometheusScene {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final long AT = NOW.getEpochSecond();

  final MetricsServer server = new MetricsServer();
  final Asking query = (Asking) new Prometheus(Acts.calls()).verbs().getFirst();

  @AfterEach
  void stop() {
    server.close();
  }

  Answer ask(Object... more) throws InterruptedException {
    return query.ask(question(NOW, more));
  }

  Question question(Instant at, Object... more) {
    Map<String, Object> args = new HashMap<>(Map.of("url", server.url(), "query", "up"));
    for (int i = 0; i < more.length; i += 2) {
      args.put((String) more[i], more[i + 1]);
    }
    return new Question(args, at, Duration.ofSeconds(20));
  }

  void gives(String type, String result) {
    json(200, "{'status':'success','data':{'resultType':'" + type + "','result':" + result + "}}");
  }

  /** One number for each query, by its text. */
  void givesScalar(UnaryOperator<String> number) {
    server.reacts((exchange, form) ->
        MetricsServer.send(
            exchange,
            200,
            "application/json",
            ("{'status':'success','data':{'resultType':'scalar','result':["
                    + AT
                    + ",'"
                    + number.apply(form.getOrDefault("query", ""))
                    + "']}}")
                .replace('\'', '"')));
  }

  void json(int status, String json) {
    server.answers(status, "application/json", json.replace('\'', '"'));
  }

  static String row(String labels, String value) {
    return "{'metric':{" + labels + "},'value':[" + AT + ".25,'" + value + "']}";
  }
}
