package dev.holddown.connectors.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer of Prometheus' query API, read strictly.
 *
 * @param warnings what Prometheus itself says to doubt, warnings before infos
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/api/">HTTP API</a>
 */
public record PrometheusReply(List<Series> series, List<String> warnings) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** One series; an instant query gives one point each, a scalar one series without labels. */
  public record Series(Map<String, String> labels, List<Point> points) {}

  /**
   * One value.
   *
   * @param atMillis since 1970, by Prometheus' word
   */
  public record Point(long atMillis, double value) {}

  /**
   * Reads an HTTP answer.
   *
   * @param range whether many points a series are expected
   */
  public static PrometheusReply read(HttpOutcome.Response reply, String who, boolean range)
      throws MetricFault {
    JsonNode root = json(reply, who);
    String status = root.path("status").asString("");
    if (status.equals("error")) {
      throw MetricFault.error(
          who
              + " refused the query, "
              + root.path("errorType").asString("error without a type")
              + ": "
              + Excerpt.of(root.path("error").asString("no message")));
    }
    if (!status.equals("success") || reply.status() != 200) {
      throw foreign(reply, who);
    }
    List<String> warnings = new ArrayList<>();
    root.path("warnings").forEach(w -> warnings.add(Excerpt.of(w.asString(""))));
    root.path("infos").forEach(i -> warnings.add(Excerpt.of(i.asString(""))));
    return new PrometheusReply(series(root.path("data"), who, range), List.copyOf(warnings));
  }

  private static JsonNode json(HttpOutcome.Response reply, String who) throws MetricFault {
    if (reply.status() == 401 || reply.status() == 403) {
      throw MetricFault.error(
          who + " answered " + reply.status() + ": the credentials in headers were not accepted");
    }
    try {
      JsonNode root = JSON.readTree(reply.content().text());
      if (root != null && root.isObject()) {
        return root;
      }
    } catch (JacksonException e) {
      // told below, with what came instead
    }
    throw foreign(reply, who);
  }

  private static MetricFault foreign(HttpOutcome.Response reply, String who) {
    String what =
        reply.content().text().isBlank()
            ? "an empty body"
            : "\"" + Excerpt.of(reply.content().text()) + "\"";
    return MetricFault.error(
        who
            + " answered "
            + reply.status()
            + " with something that is not an answer of Prometheus: "
            + what
            + ". The url must be the server's base address");
  }

  private static List<Series> series(JsonNode data, String who, boolean range) throws MetricFault {
    String type = data.path("resultType").asString("");
    JsonNode result = data.path("result");
    if (range && type.equals("matrix") && result.isArray()) {
      return rows(result, "values");
    }
    if (!range && type.equals("vector") && result.isArray()) {
      return rows(result, "value");
    }
    if (!range && type.equals("scalar")) {
      return List.of(new Series(Map.of(), List.of(point(result))));
    }
    throw MetricFault.error(
        switch (type) {
          case "string" ->
              "the query gave the text \""
                  + Excerpt.of(result.path(1).asString(""))
                  + "\" where a number was expected";
          case "matrix" ->
              "the query gave a range where a number was expected: wrap the range in a function"
                  + " such as rate(…[5m]) or max_over_time(…[5m])";
          default -> who + " gave a result of the unknown type \"" + Excerpt.of(type) + "\"";
        });
  }

  private static List<Series> rows(JsonNode result, String values) throws MetricFault {
    List<Series> all = new ArrayList<>();
    for (JsonNode row : result) {
      Map<String, String> labels = new TreeMap<>();
      row.path("metric")
          .properties()
          .forEach(e -> labels.put(e.getKey(), e.getValue().asString("")));
      if (row.has("histogram") || row.has("histograms")) {
        throw MetricFault.error(
            "the query gave a native histogram where a number was expected: wrap it in"
                + " histogram_quantile(…) or histogram_count(…)");
      }
      JsonNode given = row.path(values);
      List<Point> points = new ArrayList<>();
      if (values.equals("value")) {
        points.add(point(given));
      } else {
        for (JsonNode each : given) {
          points.add(point(each));
        }
      }
      all.add(new Series(labels, points));
    }
    return all;
  }

  private static Point point(JsonNode pair) throws MetricFault {
    if (pair.size() != 2 || !pair.path(0).isNumber() || !pair.path(1).isString()) {
      throw MetricFault.error(
          "Prometheus gave a point that is no pair of time and value: "
              + Excerpt.of(pair.toString()));
    }
    return new Point(
        Math.round(pair.path(0).asDouble() * 1000),
        Exposition.number(pair.path(1).asString(""))
            .orElseThrow(() ->
                MetricFault.error(
                    "Prometheus gave a value that is not a number: "
                        + Excerpt.of(pair.path(1).asString("")))));
  }

  /** A label set as Prometheus writes it, shortened. */
  public static String shown(Map<String, String> labels) {
    return Excerpt.of(
        labels.entrySet().stream()
            .map(e -> e.getKey() + "=\"" + e.getValue() + "\"")
            .collect(Collectors.joining(", ", "{", "}")));
  }
}
