package dev.holddown.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.Conditions;
import dev.holddown.engine.port.ExprCheck;
import java.util.List;
import java.util.Map;

/**
 * Any text as a condition or template. The inputs kept beside this class run with the tests; with
 * {@code JAZZER_FUZZ=1} new ones are looked for.
 */
class ConditionFuzzTest {
  private static final Cel CEL = new Cel();

  @FuzzTest(maxDuration = "60s")
  void any_condition_compiles_or_is_refused(FuzzedDataProvider data) {
    Expr expr = new Expr(data.consumeRemainingAsString(), Place.none());
    Map<String, List<String>> names = Map.of("result", List.of(), "saved", List.of("note"));
    List<ExprCheck.Problem> problems = CEL.check().condition(expr, names);
    assertThat(problems)
        .allSatisfy(problem -> {
          assertThat(problem.what()).isNotBlank();
          assertThat(problem.offset()).isBetween(0, expr.source().length());
        });
    Conditions.Judgement judged =
        CEL.judge(expr, Map.of("result", Map.of("value", 1.0), "saved", Map.of("note", "x")));
    assertThat(judged.verdict()).isIn(Verdict.PASSED, Verdict.FAILED, Verdict.ERRORED);
    assertThat(judged.reason()).isNotBlank();
    try {
      assertThat(CEL.check().template(expr.source(), Place.none())).isNotNull();
    } catch (Conditions.ConditionException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
    }
  }
}
