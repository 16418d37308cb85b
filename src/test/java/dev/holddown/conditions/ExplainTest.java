package dev.holddown.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.conditions.Explain.Explanation;
import dev.holddown.domain.kernel.Verdict;
import org.junit.jupiter.api.Test;

/** What {@code holddown eval} has to say. */
final class ExplainTest {
  private static final Explain EXPLAIN = new Explain(new Cel());

  private static Explanation of(String source) {
    return EXPLAIN.of(source, Sample.scope());
  }

  @Test
  void a_condition_is_explained_with_values_and_limit() {
    Explanation explanation = of("result.value > 2.0 * baseline.value");
    assertThat(explanation.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(explanation.lines())
        .containsExactly(
            "PASSED",
            "why: result.value > 2.0 * baseline.value is true: result.value = 0.034,"
                + " baseline.value = 0.01",
            "limit: 0.02");
  }

  @Test
  void a_broken_condition_shows_where() {
    assertThat(of("result.value > and reslt.x").lines())
        .containsExactly(
            "ERRORED",
            "why: \"and\" is not part of the language; write &&",
            "problem at column 16: \"and\" is not part of the language; write &&");
  }

  @Test
  void an_unknown_name_gets_a_cure() {
    assertThat(of("reslt.value > 1").lines())
        .containsExactly(
            "ERRORED",
            "why: reslt is missing; known here: result, inputs, baseline, saved, now, last_good",
            "problem at column 1: \"reslt\" is not known here; did you mean result?");
  }

  @Test
  void what_is_no_condition_shows_its_value() {
    assertThat(of("result.value * 2").lines())
        .containsExactly(
            "ERRORED",
            "why: the expression is a number, but a condition must be true or false;"
                + " compare it with something",
            "value: 0.068",
            "problem at column 1: the expression is a number, but a condition must be true or"
                + " false; compare it with something");
  }
}
