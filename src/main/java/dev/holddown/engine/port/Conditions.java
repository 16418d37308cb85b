package dev.holddown.engine.port;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.spi.Slot;
import java.util.Map;

/** Evaluates CEL and text with CEL in it. Fails closed: an error is a verdict, never a pass. */
public interface Conditions {
  /**
   * PASSED or FAILED by the condition, ERRORED with the cause; the reason shows the values used.
   */
  Judgement judge(Expr condition, Map<String, Object> scope);

  /**
   * A value of any type.
   *
   * @throws ConditionException with a sentence when it cannot be had
   */
  Object value(Expr expression, Map<String, Object> scope);

  /**
   * Binds an argument: templates are filled and each hole encoded for {@code slot}; a template that
   * is one hole keeps its type in a DATA slot; secret references stay as they are.
   *
   * @throws ConditionException with a sentence and the place
   */
  Object bind(Arg arg, Slot slot, Map<String, Object> scope);

  /**
   * Gets an expression ready, so that the first judgement of it costs no more than the next. Never
   * throws: what is wrong with it is said when it is judged.
   */
  default void prepare(Expr expression) {}

  /**
   * What a condition made of a scope.
   *
   * @param reason such as {@code result.value > 0.01 is false: result.value = 0.004}
   * @param limit the number the first comparison with {@code result.value} used; NaN when none
   */
  record Judgement(Verdict verdict, String reason, double limit) {}

  /** An expression that could not be evaluated. */
  final class ConditionException extends RuntimeException {
    public ConditionException(String message) {
      super(message);
    }
  }
}
