package dev.holddown.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;

/** Answers a query as Prometheus does, with a number that does not change over time. */
final class PrometheusAnswer {
  /** What a query about the past ends with. */
  private static final String PAST = " (past)";

  private static final int POINTS_MAX = 11_000;

  private final HttpExchange exchange;
  private final Map<String, String> form = new HashMap<>();

  PrometheusAnswer(HttpExchange exchange, String body) {
    this.exchange = exchange;
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    for (String pair : (query + "&" + body).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        form.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
  }

  /**
   * Answers.
   *
   * @param answers the line for a query; one about a time before {@code recent} ends with {@link
   *     #PAST}, so that a world may have changed since
   */
  void send(Instant recent, Function<String, Optional<Script.Line>> answers) throws IOException {
    boolean range = exchange.getRequestURI().getPath().endsWith("query_range");
    Optional<String> value =
        answers
            .apply(form.getOrDefault("query", "") + (isPast(recent) ? PAST : ""))
            .map(Script.Line::text)
            .filter(text -> !text.isEmpty());
    String series =
        value
            .map(v -> "{\"metric\":{}," + (range ? "\"values\":" + points(v) : point(v)) + "}")
            .orElse("");
    String text =
        "{\"status\":\"success\",\"data\":{\"resultType\":\"%s\",\"result\":[%s]}}"
            .formatted(range ? "matrix" : "vector", series);
    Wire.answer(exchange, 200, "application/json", text.getBytes(StandardCharsets.UTF_8));
  }

  private boolean isPast(Instant recent) {
    String asked = form.getOrDefault("end", form.getOrDefault("time", ""));
    return !asked.isEmpty() && Double.parseDouble(asked) < recent.getEpochSecond();
  }

  private String point(String value) {
    return "\"value\":[" + form.getOrDefault("time", "0") + ",\"" + value + "\"]";
  }

  private String points(String value) {
    double from = Double.parseDouble(form.getOrDefault("start", "0"));
    double to = Double.parseDouble(form.getOrDefault("end", "0"));
    double step = Double.parseDouble(form.getOrDefault("step", "10").replaceAll("[a-z]+$", ""));
    StringJoiner points = new StringJoiner(",", "[", "]");
    for (int i = 0; i < POINTS_MAX && from + i * step <= to; i++) {
      points.add("[" + (from + i * step) + ",\"" + value + "\"]");
    }
    return points.toString();
  }
}
