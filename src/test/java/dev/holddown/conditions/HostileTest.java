package dev.holddown.conditions;

import static dev.holddown.conditions.Sample.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.engine.port.Conditions.Judgement;
import dev.holddown.spi.Secret;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions and answers that mean harm, or that only look like it. */
final class HostileTest {
  private static final Cel CEL = new Cel();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TOO_DEEP = "the expression is nested deeper than 64 levels; split it";

  private static Judgement judge(String source) {
    return judge(source, Sample.scope());
  }

  private static Judgement judge(String source, Map<String, Object> scope) {
    return assertTimeoutPreemptively(PATIENCE, () -> CEL.judge(expr(source), scope));
  }

  private static void errored(String source, String reason) {
    Judgement judgement = judge(source);
    assertThat(judgement.reason()).isEqualTo(reason);
    assertThat(judgement.verdict()).isEqualTo(Verdict.ERRORED);
  }

  @Test
  void depth_is_bounded_however_it_is_reached() {
    errored("(".repeat(300) + "result.ok" + ")".repeat(300), TOO_DEEP);
    errored("[".repeat(100) + "]".repeat(100) + " == result.items", TOO_DEEP);
    errored("result" + ".a".repeat(1_500) + " == 1", TOO_DEEP);
    errored("1+".repeat(100) + "result.value > 0", TOO_DEEP);
    errored("size(".repeat(500) + "result.items" + ")".repeat(500) + " > 0", TOO_DEEP);
    errored("{\"a\":".repeat(90) + "1" + "}".repeat(90) + " == result.json", TOO_DEEP);
  }

  @Test
  void what_is_long_but_not_deep_is_judged() {
    assertThat(judge("(".repeat(60) + "result.ok" + ")".repeat(60)).verdict())
        .isEqualTo(Verdict.PASSED);
    assertThat(judge(String.join(" && ", Collections.nCopies(200, "result.ok"))).verdict())
        .isEqualTo(Verdict.PASSED);
    assertThat(judge("!".repeat(1_001) + "result.ok").verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void an_error_at_the_end_of_a_long_chain_is_not_swallowed() {
    Judgement judgement =
        judge(String.join(" || ", Collections.nCopies(100, "!result.ok")) + " || result.missing");
    assertThat(judgement.reason()).startsWith("result.missing is missing; the answer has: value,");
    assertThat(judgement.verdict()).isEqualTo(Verdict.ERRORED);
  }

  @Test
  void a_long_expression_is_refused_unread() {
    errored(
        "result.ok" + " ".repeat(5_000),
        "the expression has 5009 characters; the limit is 4096; split it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((x{1000}){1000}){100}",
        "(x{100}){1000}",
        "(((x{10}){10}){10}){10}",
        "((((x{9,99}){99}){99}){99}|y){1,99}",
        "([a-z]{1000}){1000}",
        "(?:\\\\d{500}){500}",
        "([])]{1000}){1000}"
      })
  void a_pattern_that_grows_is_refused_before_it_is_compiled(String pattern) {
    Judgement judgement = judge("result.text.matches(\"" + pattern + "\")");
    assertThat(judgement.reason())
        .startsWith("the pattern \"")
        .endsWith("\" is too large; use smaller repetitions");
  }

  @Test
  void a_pattern_that_explodes_elsewhere_takes_no_time_here() {
    assertThat(judge("result.long.matches(\"(x+x+)+y\")").verdict()).isEqualTo(Verdict.FAILED);
    assertThat(judge("result.text.matches(r'^(([a-z])+.)+[A-Z]([a-z])+$')").verdict())
        .isEqualTo(Verdict.FAILED);
    assertThat(judge("result.text.matches(r'^sha256:[0-9a-f]{64}$')").verdict())
        .isEqualTo(Verdict.FAILED);
  }

  @Test
  void a_pattern_from_outside_is_bounded_too() {
    Map<String, Object> scope =
        Map.of("p", "((x{1000}){1000}){100}", "q", "x".repeat(1_001), "r", "a\\Qb", "t", "abc");
    assertThat(judge("t.matches(p)", scope).reason())
        .isEqualTo("the pattern \"((x{1000}){1000}){100}\" is too large; use smaller repetitions");
    assertThat(judge("t.matches(q)", scope).reason())
        .isEqualTo("the pattern has 1001 characters; the limit is 1000");
    assertThat(judge("t.matches(r)", scope).reason())
        .isEqualTo("the pattern \"a\\Qb\" holds \\Q, which is not part of the language");
  }

  @Test
  void loops_are_bounded() {
    errored(
        "result.many.all(a, result.many.all(b, a + b > 0))",
        "the lists gone through have more than 10000 entries in all");
  }

  @Test
  void values_that_share_their_parts_do_not_explode() {
    String grown = "[result.items]" + ".map(a, [a,a,a,a,a,a,a,a,a,a])".repeat(20);
    assertThat(judge("result.items.exists(i, [i, " + grown + "] == [i, " + grown + "])").reason())
        .endsWith("hold more than 100000 values to compare");
  }

  @Test
  void texts_do_not_grow_without_end() {
    Map<String, Object> scope = Map.of("result", Map.of("body", "x".repeat(40_000)));
    assertThat(judge("(result.body + result.body).size() > 1", scope).reason())
        .isEqualTo("result.body + result.body is a text of 80000 characters; the limit is 65536");
    assertThat(judge("result.body.contains(\"y\")", scope).verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void a_deep_or_huge_answer_is_refused() {
    Object deep = 1;
    for (int i = 0; i < 1_000; i++) {
      deep = List.of(deep);
    }
    List<Integer> wide = new ArrayList<>(IntStream.range(0, 100_001).boxed().toList());
    Map<String, Object> scope = Map.of("result", Map.of("deep", deep, "wide", wide));
    assertThat(judge("result.deep == [1]", scope).reason())
        .isEqualTo("result.deep is nested deeper than 200 levels");
    assertThat(judge("size(result.wide) > 1", scope).reason())
        .isEqualTo("result.wide holds more than 100000 values");
    assertThat(judge("result.wide[100000] == 100000", scope).verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void secrets_and_strange_objects_are_not_seen() {
    Map<String, Object> scope =
        Map.of(
            "result",
            Map.of(
                "token",
                new Secret("api", "hunter2"),
                "list",
                List.of(new Secret("api", "hunter2")),
                "object",
                Optional.of(1),
                "huge",
                new BigInteger("9".repeat(40))));
    assertThat(judge("result.token == \"hunter2\"", scope).reason())
        .isEqualTo("result.token is a secret; conditions cannot see secrets");
    assertThat(judge("size(result.list) == 1", scope).reason())
        .isEqualTo("a value in result.list is a secret; conditions cannot see secrets");
    assertThat(judge("result.object == 1", scope).reason())
        .isEqualTo("result.object is an object of type Optional, which conditions cannot read");
    assertThat(judge("result.huge > 1", scope).reason())
        .isEqualTo(
            "result.huge is a whole number of 133 bits, more than the 64 that can be kept exactly;"
                + " ask for it as text");
  }

  @Test
  void durations_are_bounded() {
    errored(
        "duration(\"999999999999999d\") > result.age",
        "duration(\"999999999999999d\") is longer than times can hold");
    errored(
        "utc() - duration(\"10000000000000d\") > utc()",
        "utc() - duration(\"10000000000000d\") is beyond what times can hold");
  }

  @Test
  void the_inner_language_cannot_be_written() {
    errored("@step0(@evaluation, 0)", "\"@\" cannot stand here");
    errored("__step0(1)", cureless("__step0"));
    errored("cel.bind(x, 1, x > 0)", cureless("bind"));
    errored("type(result.ok) == bool", cureless("type"));
  }

  private static String cureless(String function) {
    return "there is no function "
        + function
        + "(); the functions are: all, contains, double,"
        + " duration, endsWith, exists, exists_one, filter, getDate, getDayOfMonth, getDayOfWeek,"
        + " getDayOfYear and 19 more";
  }

  @Test
  void a_reason_is_one_line_whatever_the_answer_holds() {
    Map<String, Object> scope =
        Map.of("result", Map.of("t", "a\r\n\u001b[31mPASSED\u202e\u0000\u2028\ud800", "k\n", 1));
    assertThat(judge("result.t == \"x\"", scope).reason())
        .isEqualTo(
            "result.t == \"x\" is false: result.t ="
                + " \"a\\u000d\\n\\u001b[31mPASSED\\u202e\\u0000\\u2028\\ud800\"");
    assertThat(judge("result.x == 1", scope).reason()).contains("k\\n");
    assertThat(judge("result.t\n==\n\"x\"", scope).reason()).startsWith("result.t == \"x\" is");
  }

  @Test
  void numbers_at_the_edge_keep_their_meaning() {
    Map<String, Object> scope =
        Map.of(
            "a",
            Long.MAX_VALUE,
            "b",
            Long.MAX_VALUE - 1,
            "c",
            Long.MIN_VALUE,
            "d",
            -0.0,
            "e",
            0,
            "f",
            1e300,
            "g",
            1e-300);
    assertThat(judge("a == b", scope).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(judge("a > b && b > c", scope).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(judge("d == e", scope).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(judge("f * f > a", scope).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(judge("f * f - f * f == 0 + e", scope).reason())
        .isEqualTo("f * f - f * f is not a number");
    assertThat(judge("g > e", scope).reason()).isEqualTo("g > e is true: g = 1.0E-300, e = 0");
  }

  @Test
  void many_threads_may_judge_at_once() {
    List<String> verdicts =
        IntStream.range(0, 4_000)
            .parallel()
            .mapToObj(i -> judge("result.status > " + (i % 400)).verdict() + " " + i % 400)
            .distinct()
            .toList();
    assertThat(verdicts).hasSize(400).contains("PASSED 199", "FAILED 200");
  }

  @Test
  void compiled_expressions_are_kept_within_bounds() {
    Programs programs = new Programs();
    Program first = programs.of("result.a");
    for (int i = 0; i < Programs.PROGRAMS_MAX + 50; i++) {
      programs.of("result.x == " + i);
      if (i % 1_000 == 0) {
        assertThat(programs.of("result.a")).isSameAs(first);
      }
    }
    assertThat(programs.size()).isEqualTo(Programs.PROGRAMS_MAX);
  }
}
