package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.Conditions;
import dev.holddown.engine.port.ExprCheck;
import java.util.List;
import java.util.Optional;

/** Reads CEL and text with CEL in it, and resolves the names they use. */
final class Expressions {
  private final Context context;
  private final NestedNames nested;

  Expressions(Context context) {
    this.context = context;
    this.nested = new NestedNames(context.names().declared());
  }

  /** A condition; it must be a bool. */
  Expr condition(Node node, String key, Scope scope) {
    Optional<Expr> expr = source(node, key);
    expr.ifPresent(e -> report(e, scope, false, true));
    return expr.orElse(new Expr("", node.place()));
  }

  /** An expression of any type. */
  Expr value(Node node, String key, Scope scope) {
    Optional<Expr> expr = source(node, key);
    expr.ifPresent(e -> report(e, scope, false, false));
    return expr.orElse(new Expr("", node.place()));
  }

  /** Text in which {@code ${CEL}} is a value. */
  Arg template(Node.Scalar scalar, Scope scope, boolean wayBack) {
    if (!scalar.text().contains("${")) {
      return new Arg.Literal(scalar.text(), scalar.place());
    }
    try {
      Arg arg = context.check().template(scalar.text(), scalar.content());
      if (arg instanceof Arg.Template template) {
        for (Arg.Part part : template.parts()) {
          if (part instanceof Arg.Hole hole) {
            report(hole.expr(), scope, wayBack, false);
          }
        }
      }
      return arg;
    } catch (IllegalArgumentException | Conditions.ConditionException e) {
      // The message may begin with the place, which the problem carries already.
      String why = String.valueOf(e.getMessage()).replaceFirst("^\\S+:\\d+:\\d+:? ", "");
      context.problems().add(scalar.place(), why);
      return new Arg.Literal(scalar.text(), scalar.place());
    }
  }

  private Optional<Expr> source(Node node, String key) {
    if (node instanceof Node.Broken) {
      return Optional.empty();
    }
    if (!(node instanceof Node.Scalar scalar)) {
      context
          .problems()
          .add(
              node.place(),
              "`" + key + "` must be a condition in CEL; YAML reads " + node.kind() + " here",
              TextRules.QUOTE);
      return Optional.empty();
    }
    String text = scalar.text().strip();
    if (scalar.cut()) {
      context
          .problems()
          .add(
              scalar.place(),
              "`" + key + "` is cut at ` #`: YAML takes the rest of the line as a comment",
              TextRules.QUOTE + ", or give the comment a line of its own");
      return Optional.empty();
    }
    if (text.contains("${")) {
      context
          .problems()
          .add(
              scalar.place(),
              "`" + key + "` is CEL already: no ${…} may stand in it",
              "write the name alone, such as inputs.version");
      return Optional.empty();
    }
    if (text.isEmpty()) {
      context.problems().add(scalar.place(), "`" + key + "` is blank", "write a condition in CEL");
      return Optional.empty();
    }
    return Optional.of(new Expr(text, scalar.content()));
  }

  private void report(Expr expr, Scope scope, boolean wayBack, boolean condition) {
    List<ExprCheck.Problem> found = nested.check(expr.source(), scope, wayBack);
    if (found.isEmpty()) {
      found =
          condition
              ? context.check().condition(expr, scope.names())
              : context.check().value(expr, scope.names());
    }
    for (ExprCheck.Problem problem : found) {
      context
          .problems()
          .add(
              shifted(expr, problem.offset()),
              "`" + expr.source() + "`: " + problem.what(),
              problem.cure());
    }
  }

  /** The place inside an expression that may have several lines. */
  private static Place shifted(Expr expr, int offset) {
    String before =
        expr.source().substring(0, Math.max(0, Math.min(offset, expr.source().length())));
    int line = (int) before.chars().filter(c -> c == '\n').count();
    int column = line == 0 ? expr.place().column() + before.length() : expr.place().column();
    return new Place(expr.place().file(), expr.place().line() + line, column);
  }
}
