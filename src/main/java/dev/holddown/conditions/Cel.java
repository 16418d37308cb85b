package dev.holddown.conditions;

import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.engine.port.Conditions;
import dev.holddown.engine.port.ExprCheck;
import dev.holddown.spi.Slot;
import java.util.Map;
import java.util.Optional;

/**
 * Conditions and values in CEL (the Common Expression Language, cel.dev), made to fail closed: an
 * error on either side of {@code ||} and {@code &&} is never swallowed, an absent name is an error,
 * values of different kinds are never compared, and a NaN or a division by zero gives no verdict.
 *
 * <p>Numbers are doubles. Whole numbers beyond 2^53 that a double cannot hold keep their digits.
 * Safe for many threads. CEL itself is loaded when the first expression is met.
 */
public final class Cel implements Conditions {
  private final Programs programs = new Programs();

  /** The checks that belong to it, sharing its compiled expressions. */
  public ExprCheck check() {
    return new CelCheck(programs);
  }

  @Override
  public Judgement judge(Expr condition, Map<String, Object> scope) {
    Program program = programs.of(condition.source());
    Optional<String> broken = program.fault().or(program::misfit);
    if (broken.isPresent()) {
      return errored(broken.get());
    }
    Program.Code code = program.code().orElseThrow();
    try {
      Evaluation evaluation = code.runner().over(scope);
      boolean holds = Guard.bool(code.runner().run(evaluation), program.title());
      String values = evaluation.values();
      String reason = program.title() + " is " + holds + (values.isEmpty() ? "" : ": " + values);
      return new Judgement(holds ? Verdict.PASSED : Verdict.FAILED, reason, limit(code, scope));
    } catch (Refusal refusal) {
      return errored(refusal.sentence());
    }
  }

  @Override
  public void prepare(Expr expression) {
    programs.of(expression.source());
  }

  private static Judgement errored(String reason) {
    return new Judgement(Verdict.ERRORED, reason, Double.NaN);
  }

  private static double limit(Program.Code code, Map<String, Object> scope) {
    if (code.limit().isEmpty()) {
      return Double.NaN;
    }
    Program.Runner runner = code.limit().get();
    try {
      return runner.run(runner.over(scope)) instanceof Number n ? n.doubleValue() : Double.NaN;
    } catch (Refusal refusal) {
      return Double.NaN;
    }
  }

  /**
   * {@inheritDoc} Numbers are Doubles (a Long only beyond 2^53), times and durations are text;
   * texts have at most 65,536 characters.
   */
  @Override
  public Object value(Expr expression, Map<String, Object> scope) {
    Program program = programs.of(expression.source());
    program
        .fault()
        .ifPresent(sentence -> {
          throw new ConditionException(sentence);
        });
    try {
      Program.Runner runner = program.code().orElseThrow().runner();
      return Values.java(runner.run(runner.over(scope)), program.title());
    } catch (Refusal refusal) {
      throw new ConditionException(refusal.sentence());
    }
  }

  /** {@inheritDoc} A whole number in a DATA slot is a Long. A map in text stands as its ref. */
  @Override
  public Object bind(Arg arg, Slot slot, Map<String, Object> scope) {
    return new Binding(slot, hole -> value(hole, scope)).bind(arg);
  }
}
