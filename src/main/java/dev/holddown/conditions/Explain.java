package dev.holddown.conditions;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.engine.port.Conditions.Judgement;
import dev.holddown.engine.port.ExprCheck.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Says what an expression makes of given values: for trying out a condition by hand. */
public final class Explain {
  private final Cel cel;

  public Explain(Cel cel) {
    this.cel = cel;
  }

  /**
   * What came of it.
   *
   * @param verdict as a check would get it
   * @param reason with the values used
   * @param value the value as text when the expression is no condition, else empty
   * @param limit the number {@code result.value} was compared with; NaN when none
   * @param problems what {@code validate} would say, in the order written
   */
  public record Explanation(
      Verdict verdict, String reason, String value, double limit, List<Problem> problems) {
    /** Lines for a terminal: the verdict, why, the limit, the problems with their column. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add(verdict.name());
      lines.add("why: " + reason);
      if (!value.isEmpty()) {
        lines.add("value: " + value);
      }
      if (!Double.isNaN(limit)) {
        lines.add("limit: " + Shown.number(limit));
      }
      for (Problem p : problems) {
        String cure = p.cure().isEmpty() ? "" : "; " + p.cure();
        lines.add("problem at column " + (p.offset() + 1) + ": " + p.what() + cure);
      }
      return List.copyOf(lines);
    }
  }

  /**
   * Judges {@code source} over {@code scope}. The names of the scope are the known names. Never
   * throws for what was written.
   */
  public Explanation of(String source, Map<String, Object> scope) {
    Expr expr = new Expr(source, Place.none());
    Judgement judgement = cel.judge(expr, scope);
    Map<String, List<String>> names =
        scope.keySet().stream().collect(Collectors.toMap(name -> name, name -> List.of()));
    List<Problem> problems = cel.check().condition(expr, names);
    String value = judgement.verdict() == Verdict.ERRORED ? valued(expr, scope) : "";
    return new Explanation(
        judgement.verdict(), judgement.reason(), value, judgement.limit(), problems);
  }

  private String valued(Expr expr, Map<String, Object> scope) {
    try {
      return Shown.value(cel.value(expr, scope));
    } catch (ConditionException e) {
      return "";
    }
  }
}
