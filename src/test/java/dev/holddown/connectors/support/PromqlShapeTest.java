package dev.holddown.connectors.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which PromQL is asked for several values at once, and as what. */
class PromqlShapeTest {
  private static final List<String> VALUES = List.of("a", "b.c");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "up{job=\"a\"}; up{job=~\"a|b[.]c\"}",
        "up{ job='a' , env=\"p\", }; up{job=~\"a|b[.]c\",env=\"p\",}",
        "rate(x{job=\"a\"}[1m]); rate(x{job=~\"a|b[.]c\"}[1m])",
        "100 * rate(x{job=\"a\"}[1m30s]); 100* rate(x{job=~\"a|b[.]c\"}[1m30s])",
        "sum(x{job=\"a\"}); sum by (job) (x{job=~\"a|b[.]c\"})",
        "sum by (code) (x{job=\"a\"}); sum by (code, job) (x{job=~\"a|b[.]c\"})",
        "sum(x{job=\"a\"}) by (code); sum by (code, job) (x{job=~\"a|b[.]c\"})",
        "max(sum by (pod) (x{job=\"a\"}));"
            + " max by (job) (sum by (pod, job) (x{job=~\"a|b[.]c\"}))",
        "sum(rate(x{code=~\"5..\",job=\"a\"}[1m])) / sum(rate(x{job=\"a\"}[1m]));"
            + " sum by (job) (rate(x{code=~\"5..\",job=~\"a|b[.]c\"}[1m]))/"
            + " sum by (job) (rate(x{job=~\"a|b[.]c\"}[1m]))",
        "histogram_quantile(0.99, sum by (le) (rate(x_bucket{job=\"a\"}[5m])));"
            + " histogram_quantile(0.99, sum by (le, job) (rate(x_bucket{job=~\"a|b[.]c\"}[5m])))"
      })
  void queries_that_differ_in_one_label_become_one(String one, String together) {
    PromqlShape shape = PromqlShape.of(one).orElseThrow();
    assertThat(shape.labels()).containsEntry("job", "a");
    assertThat(shape.together("job", VALUES)).isEqualTo(together.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1 + 2",
        "up",
        "up{job!=\"a\"}",
        "up{job=~\"a\"}",
        "{job=\"a\"}",
        "up{job=\"\"}",
        "up{job=\"a\", job=\"b\"}",
        "up{job=\"a\", job!=\"b\"}",
        "up{job=\"a|b\"}",
        "up{job=\"a*\"}",
        "up{job=\"a b\"}",
        "up{job=\"\\x61\"}",
        "up{job=`a`}",
        "up{job=\"é\"}",
        "up{__name__=\"a\"}",
        "up{le=\"a\"}",
        "up{job=\"a\"} offset 1m",
        "up{job=\"a\"} @ 1",
        "up{job=\"a\"}[5m]",
        "up{job=\"a\"} > 1",
        "up{job=\"a\"} or vector(0)",
        "up{job=\"a\"} and up{job=\"a\"}",
        "-up{job=\"a\"}",
        "absent(up{job=\"a\"})",
        "topk(1, up{job=\"a\"})",
        "sum without (pod) (x{job=\"a\"})",
        "sum by (job) (x{job=\"a\"})",
        "rate(x{job=\"a\"}[5m:1m])",
        "rate(x{job=\"a\"}[5m] offset 1h)",
        "rate(x{job=\"a\"})",
        "sum(x{job=\"a\"}) / on (pod) sum(y{job=\"a\"})",
        "x{job=\"a\"} / sum(y{job=\"a\"})",
        "sum(x{job=\"a\"}) / sum(y)",
        "sum(x{job=\"a\"}) / sum(y{job=\"b\"})",
        "sum(x{job=\"a\"}",
        "sum(x{job=\"a\"}))",
        "sum(1)",
        "count_values(\"v\", x{job=\"a\"})",
        "label_replace(x{job=\"a\"}, \"b\", \"c\", \"d\", \"e\")",
        "x{job=\"a\"} # by (job)",
        "sum(x{job=\"a\"}) * 1e3",
        "x{\"job\"=\"a\"}",
        "vector(1)",
        "scalar(x{job=\"a\"})",
        "quantile_over_time(0.9, x{job=\"a\"}[5m])",
        "sum by () (x{job=\"a\"})",
        "sum by (a) (x{job=\"a\"}) by (b)",
        "x{job=\"a\"} % 2",
        "x{job=\"a\"} ^ 2"
      })
  void whatever_is_not_certain_is_asked_alone(String query) {
    assertThat(PromqlShape.of(query)).isEmpty();
  }

  @Test
  void a_query_has_what_differs_left_out() {
    PromqlShape shape =
        PromqlShape.of("sum(x{job=\"a\",env=\"p\"}) / sum(y{env=\"p\",job=\"a\"})").orElseThrow();
    assertThat(shape.labels()).isEqualTo(Map.of("job", "a", "env", "p"));
    assertThat(shape.without(Set.of("job")))
        .isEqualTo("sum(x{job=?,env=\"p\"})/ sum(y{env=\"p\",job=?})");
    assertThat(shape.aggregates()).isTrue();
    assertThat(PromqlShape.of("x{job=\"a\"}").orElseThrow().aggregates()).isFalse();
  }

  @Test
  void brackets_are_counted_up_to_a_limit() {
    assertThat(PromqlShape.of("(((x{job=\"a\"})))")).isPresent();
    assertThat(PromqlShape.of("(".repeat(5_000) + "x{job=\"a\"}")).isEmpty();
    assertThat(PromqlShape.of("(".repeat(1_500) + "x{job=\"a\"}" + ")".repeat(1_500))).isEmpty();
  }
}
