package dev.holddown.conditions;

import static dev.holddown.conditions.Sample.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.engine.port.Conditions.Judgement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What conditions make of values: each expression with its verdict and its exact reason. */
final class CelTest {
  private static final Cel CEL = new Cel();

  static Stream<Arguments> answered() throws IOException {
    return rows("answered.txt");
  }

  static Stream<Arguments> refused() throws IOException {
    return rows("refused.txt");
  }

  /** A file with an expression, and under it the verdict and the reason. */
  private static Stream<Arguments> rows(String file) throws IOException {
    try (InputStream in = Objects.requireNonNull(CelTest.class.getResourceAsStream(file))) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      return IntStream.range(0, lines.size() / 2)
          .mapToObj(i -> {
            String[] answer = lines.get(2 * i + 1).strip().split(" ", 2);
            return Arguments.of(lines.get(2 * i), Verdict.valueOf(answer[0]), answer[1]);
          });
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answered")
  void a_condition_is_judged_with_the_values_it_used(
      String source, Verdict verdict, String reason) {
    Judgement judgement = CEL.judge(expr(source), Sample.scope());
    assertThat(judgement.verdict() + " " + judgement.reason()).isEqualTo(verdict + " " + reason);
    assertThat(verdict).isNotEqualTo(Verdict.ERRORED);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void what_cannot_be_told_is_errored_with_a_sentence(
      String source, Verdict verdict, String reason) {
    Judgement judgement = CEL.judge(expr(source), Sample.scope());
    assertThat(judgement.verdict() + " " + judgement.reason()).isEqualTo(verdict + " " + reason);
    assertThat(verdict).isEqualTo(Verdict.ERRORED);
    assertThat(judgement.limit()).isNaN();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      textBlock =
          """
          result.value > 0.01                                  | 0.01
          0.5 > result.value                                   | 0.5
          result.value > 2.0 * baseline.value                  | 0.02
          result.status == 200 && result.value < 3             | 3
          result.value > 1 && result.value < 5                 | 1
          !result.ok && result.value > percent(4)              | 0.04
          result["value"] <= ms(300)                           | 0.3
          result.nums.all(n, n < 9) && result.value < 7        | 7
          result.status == 200                                 | NaN
          result.nums.exists(n, n > result.value)              | NaN
          result.ok || result.value > baseline.missing         | NaN
          result.value == result.nothing || result.ok          | NaN
          """)
  void the_limit_is_what_the_value_was_compared_with(String source, double limit) {
    assertThat(CEL.judge(expr(source), Sample.scope()).limit()).isEqualTo(Double.valueOf(limit));
  }

  @Test
  void a_reason_shows_at_most_six_values() {
    String source =
        "result.value < 1 && result.status > 1 && result.ok && result.zero == 0 &&"
            + " result.text != \"x\" && result.code != \"x\" && inputs.version != \"x\"";
    assertThat(CEL.judge(expr(source), Sample.scope()).reason())
        .endsWith(
            " is true: result.value = 0.034, result.status = 200, result.ok = true,"
                + " result.zero = 0, result.text = \"abc\", result.code = \"500\"");
  }

  @Test
  void a_scope_without_names_says_so() {
    assertThat(CEL.judge(expr("result.value > 1"), Map.of()).reason())
        .isEqualTo("result is missing; nothing is known here");
    assertThat(CEL.judge(expr("result.value > 1"), Map.of("result", Map.of())).reason())
        .isEqualTo("result.value is missing; the answer is empty");
    assertThat(CEL.judge(expr("utc() > timestamp(0)"), Map.of()).reason())
        .isEqualTo("utc() has no time here: now is missing");
  }

  @Test
  void now_may_be_text() {
    assertThat(
            CEL.judge(
                    expr("utc() == timestamp(\"2026-03-01T13:30:00+01:00\")"),
                    Map.of("now", "2026-03-01T12:30:00Z"))
                .verdict())
        .isEqualTo(Verdict.PASSED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          result.value          | java.lang.Double  | 0.034
          result.status         | java.lang.Double  | 200.0
          result.big            | java.lang.Long    | 9007199254740993
          result.text + "!"     | java.lang.String  | abc!
          result.ok             | java.lang.Boolean | true
          1 + 1                 | java.lang.Double  | 2.0
          utc()                 | java.lang.String  | 2026-03-01T12:30:00Z
          result.age            | java.lang.String  | 10800s
          """)
  void a_value_is_plain_java(String source, Class<?> type, String text) {
    Object value = CEL.value(expr(source), Sample.scope());
    assertThat(value).isInstanceOf(type).hasToString(text);
  }

  @Test
  void lists_and_maps_are_plain_java_too() {
    assertThat(CEL.value(expr("result.nums.map(n, n * 2)"), Sample.scope()))
        .isEqualTo(List.of(2.0, 4.0, 6.0));
    assertThat(CEL.value(expr("result.items[0]"), Sample.scope()))
        .isEqualTo(Map.of("name", "a", "n", 1.0));
    assertThat(CEL.value(expr("{\"a\": [1, true], \"b\": result.text}"), Sample.scope()))
        .isEqualTo(Map.of("a", List.of(1.0, true), "b", "abc"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          result.missing   | result.missing is missing; the answer has: value, status, text, ok,\
           code, nothing, zero, empty, nums, items, json, age and 8 more
          result.nothing   | result.nothing is null, so there is no value
          result.nan       | result.nan is not a number
          result.nans      | result.nans is not a number
          result.          | a name is missing after the dot
          """)
  void a_value_that_cannot_be_had_is_refused(String source, String sentence) {
    assertThatThrownBy(() -> CEL.value(expr(source), Sample.scope()))
        .isInstanceOf(ConditionException.class)
        .hasMessage(sentence);
  }
}
