package dev.holddown.conditions;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.engine.port.ExprCheck;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Checks expressions before anything runs. Got from {@link Cel#check()}. Safe for many threads. */
final class CelCheck implements ExprCheck {
  private final Programs programs;

  CelCheck(Programs programs) {
    this.programs = programs;
  }

  @Override
  public List<Problem> condition(Expr expr, Map<String, List<String>> names) {
    Program program = programs.of(expr.source());
    return Stream.of(program.problems(), program.unfit(), Names.problems(program.uses(), names))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public List<Problem> value(Expr expr, Map<String, List<String>> names) {
    Program program = programs.of(expr.source());
    return Stream.of(program.problems(), Names.problems(program.uses(), names))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * {@inheritDoc} Text without a hole is a {@link Arg.Literal}.
   *
   * @throws ConditionException with place and sentence for a hole that is never closed or holds
   *     nothing
   */
  @Override
  public Arg template(String text, Place place) {
    return Templates.read(text, place);
  }
}
