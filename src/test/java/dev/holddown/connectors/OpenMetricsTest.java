package dev.holddown.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.spi.Answer;
import dev.holddown.spi.Manual;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenMetricsTest extends OpenMetricsScene {
  @Test
  void a_gauge_is_its_value_at_the_time_of_the_question() throws InterruptedException {
    shows("# TYPE lag gauge\nlag{topic=\"a\"} 3\nlag{topic=\"b\"} 5\n");
    Answer answer = ask(0, Map.of("metric", "lag", "labels", Map.of("topic", "b")));
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(answer.result())
        .containsEntry("value", 5.0)
        .containsEntry("labels", Map.of("topic", "b"));
    assertThat(answer.samples()).isEqualTo(1);
    assertThat(answer.at()).isEqualTo(START);
    assertThat(server.paths()).containsExactly("GET /metrics");
  }

  @Test
  void several_series_of_a_gauge_need_a_word() throws InterruptedException {
    shows("lag{topic=\"a\"} 3\nlag{topic=\"b\"} 5\n");
    assertThat(ask(0, Map.of("metric", "lag")).message())
        .startsWith("2 series where one number was expected: {topic=\"")
        .endsWith("; name its labels or set series: sum, max or min");
    assertThat(ask(1, Map.of("metric", "lag", "series", "sum")).result())
        .containsEntry("value", 8.0);
    assertThat(ask(2, Map.of("metric", "lag", "series", "max")).result())
        .containsEntry("value", 5.0);
    Answer min = ask(3, Map.of("metric", "lag", "series", "min"));
    assertThat(min.result()).containsEntry("value", 3.0);
    assertThat(min.samples()).isEqualTo(2);
  }

  @Test
  void a_gauge_without_a_number_or_series_is_no_data() throws InterruptedException {
    shows("lag NaN\n");
    Answer nan = ask(0, Map.of("metric", "lag"));
    assertThat(nan.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(nan.message()).isEqualTo("the value of lag{} is NaN");
    Answer none = ask(1, Map.of("metric", "other", "labels", Map.of("a", "~b")));
    assertThat(none.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(none.message())
        .isEqualTo("no series of other{a=~\"b\"} at " + server.url() + "/metrics");
  }

  @Test
  void a_series_that_is_gone_is_not_remembered_as_a_value() throws InterruptedException {
    shows("lag 1\n");
    assertThat(ask(0, Map.of("metric", "lag")).kind()).isEqualTo(Answer.Kind.ANSWERED);
    shows("other 1\n");
    assertThat(ask(1, Map.of("metric", "lag")).kind()).isEqualTo(Answer.Kind.NO_DATA);
  }

  @Test
  void a_sample_with_an_old_time_of_its_own_is_not_there() throws InterruptedException {
    shows("lag 1 " + START.minusSeconds(121).toEpochMilli() + "\n");
    assertThat(ask(0, Map.of("metric", "lag")).message())
        .isEqualTo(
            "no series of lag at "
                + server.url()
                + "/metrics: 1 samples carry a time of their own that is older than 2m");
  }

  @Test
  void age_counts_seconds_since_a_unix_time() throws InterruptedException {
    shows("last_success_seconds " + START.minusSeconds(90).getEpochSecond() + "\n");
    assertThat(ask(0, Map.of("metric", "last_success_seconds", "compute", "age")).result())
        .containsEntry("value", 90.0);
    shows("last_success_seconds 0\n");
    assertThat(ask(1, Map.of("metric", "last_success_seconds", "compute", "age")).message())
        .isEqualTo("last_success_seconds is 0.0, not a Unix time in seconds; age needs one");
  }

  @Test
  void a_ratio_needs_half_its_window_and_counts_requests_as_samples() throws InterruptedException {
    requests(100, 0);
    assertThat(ask(0, RATIO).message())
        .isEqualTo(
            "only 0s of 10s observed yet at "
                + server.url()
                + "/metrics (a window needs two scrapes: ask more often, or widen over)");
    requests(130, 0);
    Answer early = ask(3, RATIO);
    assertThat(early.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(early.message())
        .isEqualTo("only 3s of 10s observed yet at " + server.url() + "/metrics");
    requests(180, 20);
    Answer answer = ask(5, RATIO);
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ANSWERED);
    assertThat(answer.samples()).isEqualTo(100);
    assertThat(answer.result())
        .containsEntry("value", 0.2)
        .containsEntry("bad", 20.0)
        .containsEntry("total", 100.0);
    assertThat(answer.at()).isEqualTo(START.plusSeconds(5));
  }

  @Test
  void no_requests_are_no_data_and_never_zero_errors() throws InterruptedException {
    requests(100, 5);
    ask(0, RATIO);
    Answer answer = ask(10, RATIO);
    assertThat(answer.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(answer.message())
        .isEqualTo("no requests in the last 10s: http_requests_total did not rise");
  }

  @Test
  void a_restart_of_the_program_is_a_reset_and_no_drop() throws InterruptedException {
    requests(1000, 100);
    ask(0, RATIO);
    requests(40, 10);
    Answer answer = ask(8, RATIO);
    assertThat(answer.result()).containsEntry("total", 50.0).containsEntry("value", 0.2);
  }

  @Test
  void the_first_error_of_a_new_series_counts_from_nothing() throws InterruptedException {
    requests(100, 0);
    ask(0, RATIO);
    requests(190, 10);
    assertThat(ask(6, RATIO).result()).containsEntry("value", 0.1);
  }

  @Test
  void old_points_leave_the_window() throws InterruptedException {
    requests(0, 1);
    ask(0, RATIO);
    requests(0, 101);
    assertThat(ask(5, RATIO).result()).containsEntry("value", 1.0);
    requests(100, 101);
    ask(10, RATIO);
    requests(200, 101);
    assertThat(ask(15, RATIO).result()).containsEntry("value", 0.0);
  }

  @Test
  void rate_and_increase_are_over_what_was_observed() throws InterruptedException {
    Map<String, Object> rate =
        Map.of("metric", "http_requests_total", "compute", "rate", "over", "10s");
    requests(100, 0);
    ask(0, rate);
    requests(160, 20);
    Answer answer = ask(8, rate);
    assertThat(answer.result()).containsEntry("value", 10.0).containsEntry("increase", 80.0);
    assertThat(answer.samples()).isEqualTo(2);
    assertThat(
            ask(8, Map.of("metric", "http_requests_total", "compute", "increase", "over", "10s"))
                .result())
        .containsEntry("value", 80.0);
  }

  @Test
  void a_rate_of_a_gauge_is_refused() throws InterruptedException {
    shows("# TYPE lag gauge\nlag 1\n");
    Answer answer = ask(0, Map.of("metric", "lag", "compute", "rate", "over", "10s"));
    assertThat(answer.kind()).isEqualTo(Answer.Kind.ERROR);
    assertThat(answer.message())
        .isEqualTo("lag is a gauge, which may also fall; use compute: value");
  }

  private void waits(int fast, int slow, int lost) {
    server.answers(
        200,
        "application/openmetrics-text; version=1.0.0; charset=utf-8",
        "# TYPE wait histogram\n"
            + ("wait_bucket{le=\"0.1\"} " + fast + " # {trace_id=\"x\"} 0.05\n")
            + ("wait_bucket{le=\"1\"} " + (fast + slow) + "\n")
            + ("wait_bucket{le=\"+Inf\"} " + (fast + slow + lost) + "\n")
            + ("wait_count " + (fast + slow + lost) + "\n")
            + "wait_sum 1\n# EOF\n");
  }

  @Test
  void a_quantile_comes_from_the_buckets_of_the_window() throws InterruptedException {
    Map<String, Object> p90 =
        Map.of("metric", "wait", "compute", "quantile", "quantile", 0.9, "over", "10s");
    waits(1000, 1000, 1000);
    ask(0, p90);
    waits(1080, 1020, 1000);
    Answer answer = ask(10, p90);
    assertThat(answer.result())
        .containsEntry("value", 0.55)
        .containsEntry("total", 100.0)
        .containsEntry("beyond", false);
    assertThat(answer.samples()).isEqualTo(100);
    waits(1080, 1020, 1100);
    Answer lost = ask(15, p90);
    assertThat(lost.result()).containsEntry("value", 1.0).containsEntry("beyond", true);
    Answer idle = ask(30, p90);
    assertThat(idle.kind()).isEqualTo(Answer.Kind.NO_DATA);
    ask(36, p90);
    assertThat(ask(40, p90).message())
        .isEqualTo("no observations in the last 10s: wait_bucket did not rise");
  }

  @Test
  void the_past_comes_from_memory_and_gaps_are_no_data() throws InterruptedException {
    assertThat(past(0, 40)).isEmpty();
    for (int second : new int[] {0, 5, 10, 25, 30}) {
      requests(100 + second * 9, second);
      ask(second, RATIO);
    }
    List<Answer> past =
        query
            .past(question(now, RATIO), START, START.plusSeconds(30), Duration.ofSeconds(5))
            .orElseThrow();
    assertThat(past)
        .extracting(Answer::kind)
        .containsExactly(
            Answer.Kind.NO_DATA,
            Answer.Kind.ANSWERED,
            Answer.Kind.ANSWERED,
            Answer.Kind.ANSWERED,
            Answer.Kind.NO_DATA,
            Answer.Kind.NO_DATA,
            Answer.Kind.ANSWERED);
    assertThat(past.get(2).result()).containsEntry("value", 0.1);
    assertThat(past.get(2).at()).isEqualTo(START.plusSeconds(10));
    assertThat(server.paths()).hasSize(5);
  }

  private java.util.Optional<List<Answer>> past(int from, int to) throws InterruptedException {
    return query.past(
        question(now, RATIO),
        START.plusSeconds(from),
        START.plusSeconds(to),
        Duration.ofSeconds(5));
  }

  @Test
  void a_question_about_the_past_never_scrapes_the_present() throws InterruptedException {
    requests(100, 0);
    Map<String, Object> last = Map.of("metric", "http_requests_total");
    Answer answer = query.ask(question(START.minus(Duration.ofDays(7)), last));
    assertThat(answer.kind()).isEqualTo(Answer.Kind.NO_DATA);
    assertThat(answer.message())
        .isEqualTo(
            "nothing had been observed by 2026-02-22T12:00:00Z: openmetrics.query knows only what"
                + " it scraped itself; prometheus.query knows the past");
    assertThat(server.paths()).isEmpty();
    ask(0, last);
    now = START.plusSeconds(3600);
    assertThat(query.ask(question(START.plusSeconds(5), last)).result())
        .containsEntry("value", 100.0);
    assertThat(server.paths()).hasSize(1);
  }

  @Test
  void the_manual_names_every_result() throws InterruptedException {
    Manual manual = query.manual();
    requests(10, 0);
    ask(0, RATIO);
    requests(20, 0);
    assertThat(manual.result())
        .extracting(Manual.Output::name)
        .containsAll(ask(10, RATIO).result().keySet())
        .containsAll(
            ask(11, Map.of("metric", "http_requests_total", "labels", Map.of("code", "200")))
                .result()
                .keySet());
    assertThat(manual.example()).startsWith("openmetrics.query: {url: ");
  }
}
