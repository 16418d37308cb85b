package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.spi.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenMetricsScrapeTest extends OpenMetricsScene {
  @Test
  void questions_close_to_each_other_share_one_scrape() throws Exception {
    requests(100, 1);
    ask(0, RATIO);
    query.ask(question(START.plusMillis(499), RATIO));
    query.ask(question(START.plusMillis(100), Map.of("metric", "http_requests_total")));
    assertThat(server.paths()).hasSize(1);
    query.ask(question(START.plusMillis(500), RATIO));
    assertThat(server.paths()).hasSize(2);
    now = START.plusSeconds(10);
    List<Future<Answer>> answers = new ArrayList<>();
    requests(200, 1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        Instant at = now.minusMillis(i % 100);
        answers.add(threads.submit(() -> query.ask(question(at, RATIO))));
      }
    }
    for (Future<Answer> answer : answers) {
      assertThat(answer.get().result()).containsEntry("total", 100.0);
    }
    assertThat(server.paths()).hasSize(3);
  }

  @Test
  void a_metric_first_asked_for_within_a_shared_scrape_is_found_in_it()
      throws InterruptedException {
    shows("a 1\nb 2\n");
    ask(0, Map.of("metric", "a"));
    assertThat(query.ask(question(START.plusMillis(300), Map.of("metric", "b"))).result())
        .containsEntry("value", 2.0);
    assertThat(server.paths()).hasSize(1);
  }

  @Test
  void a_failed_scrape_is_shared_too_and_the_next_one_is_tried() throws InterruptedException {
    server.answers(500, "text/plain", "oops");
    Map<String, Object> lag = Map.of("metric", "lag");
    Answer down = ask(0, lag);
    assertThat(down.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(down.message())
        .isEqualTo(server.url() + "/metrics answered 500 instead of metrics: \"oops\"");
    assertThat(down.result())
        .containsEntry("errors", Map.of(server.url() + "/metrics", down.message()));
    assertThat(query.ask(question(START.plusMillis(200), lag)).message()).isEqualTo(down.message());
    assertThat(server.paths()).hasSize(1);
    shows("lag 1\n");
    assertThat(ask(1, lag).kind()).isEqualTo(Answer.Kind.ANSWERED);
  }

  @Test
  void an_outage_is_an_error_and_the_window_goes_on_after_it() throws InterruptedException {
    requests(100, 0);
    ask(0, RATIO);
    server.answers(503, "text/plain", "");
    assertThat(ask(4, RATIO).kind()).isEqualTo(Answer.Kind.ERROR);
    requests(150, 50);
    assertThat(ask(8, RATIO).result()).containsEntry("value", 0.5);
  }

  @Test
  void several_addresses_are_added_up_and_one_that_is_down_is_named() throws InterruptedException {
    try (MetricsServer other = new MetricsServer()) {
      Map<String, Object> both = new HashMap<>(RATIO);
      both.put("urls", List.of(server.url() + "/a", other.url() + "/b"));
      requests(0, 0);
      other.answers(200, "text/plain", "http_requests_total{code=\"500\"} 0\n");
      ask(0, both);
      requests(90, 0);
      other.answers(200, "text/plain", "http_requests_total{code=\"500\"} 10\n");
      assertThat(ask(10, both).result()).containsEntry("value", 0.1).containsEntry("total", 100.0);
      other.answers(200, "text/plain", "http_requests_total{code=\"500\" 10\n");
      Answer answer = ask(12, both);
      assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
      assertThat(answer.message())
          .isEqualTo(
              other.url()
                  + "/b: line 1 of the metrics is malformed, after a label comes , or }:"
                  + " http_requests_total{code=\"500\" 10");
    }
  }

  @Test
  void a_page_that_is_no_metrics_is_told() throws InterruptedException {
    server.answers(200, "text/html", "<html>");
    assertThat(ask(0, Map.of("metric", "lag")).message())
        .isEqualTo(
            server.url()
                + "/metrics sent text/html, not metrics (text/plain or"
                + " application/openmetrics-text): is this the address of /metrics?");
  }

  @Test
  void twins_are_refused() throws InterruptedException {
    shows("lag{a=\"1\",b=\"2\"} 1\nlag{b=\"2\",a=\"1\"} 2\n");
    assertThat(ask(0, Map.of("metric", "lag")).message())
        .isEqualTo(
            server.url()
                + "/metrics: line 2 of the metrics repeats the series lag{a=\"1\", b=\"2\"}");
  }

  @Test
  void too_many_series_are_refused_and_unasked_ones_cost_nothing() throws InterruptedException {
    StringBuilder body = new StringBuilder("lag 1\n");
    for (int i = 0; i < 10_001; i++) {
      body.append("many{i=\"").append(i).append("\"} 1\n");
    }
    shows(body.toString());
    assertThat(ask(0, Map.of("metric", "lag")).kind()).isEqualTo(Answer.Kind.ANSWERED);
    Answer answer = ask(1, Map.of("metric", "many", "series", "sum"));
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.message())
        .isEqualTo(
            server.url()
                + "/metrics: the metrics asked for have 10002 series; at most 10000 are kept."
                + " Use a metric with fewer labels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compute|rate|compute: rate needs over, the window such as 30s",
        "compute|slope|compute of openmetrics.query must be one of value, age, increase, rate,"
            + " ratio, quantile, not slope",
        "over|25h|over is 1d 1h; at most 1d is kept",
        "metric|''|openmetrics.query needs metric",
        "quantile|high|quantile of openmetrics.query must be a number, not high",
        "labels|x|labels of openmetrics.query must be a map of names to values",
        "urls|http://x|give either url or urls, the address of the metrics",
      })
  void a_wrong_argument_is_named(String name, String value, String message)
      throws InterruptedException {
    Map<String, Object> args = new HashMap<>(Map.of("metric", "lag", "url", server.url()));
    args.put(name, name.equals("urls") ? List.of(value) : value);
    Answer answer = ask(0, args);
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.message()).isEqualTo(message);
  }

  @Test
  void ratio_and_quantile_say_what_they_need() throws InterruptedException {
    assertThat(ask(0, Map.of("metric", "x", "compute", "ratio", "over", "10s")).message())
        .isEqualTo("compute: ratio needs bad, the labels of the bad part");
    assertThat(
            ask(0, Map.of("metric", "x", "compute", "quantile", "over", "10s", "quantile", 99L))
                .message())
        .isEqualTo("compute: quantile needs quantile, above 0 and at most 1");
    shows("x_bucket{le=\"1\"} 1\n");
    Map<String, Object> p99 =
        Map.of("metric", "x", "compute", "quantile", "over", "10s", "quantile", 0.99);
    ask(0, p99);
    assertThat(ask(10, p99).message())
        .isEqualTo("x_bucket has no bucket le=\"+Inf\" beside another; quantile needs all buckets");
  }
}
