package dev.holddown.engine.port;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Expr;
import java.util.List;
import java.util.Map;

/** Checks CEL before anything runs: syntax, types, names, constants. */
public interface ExprCheck {
  /**
   * Problems of a condition that must be a bool; empty when it is sound. A constant is a problem.
   *
   * @param names what may be used: root name → its known fields, an empty list meaning any field
   */
  List<Problem> condition(Expr expr, Map<String, List<String>> names);

  /** The same for an expression of any type; constants are allowed. */
  List<Problem> value(Expr expr, Map<String, List<String>> names);

  /** Splits text into words and holes; {@code $${} is a literal dollar-brace. */
  Arg template(String text, dev.holddown.domain.playbook.Place place);

  /**
   * What is wrong, where inside the expression (offset in characters from its start), and a cure.
   */
  record Problem(String what, int offset, String cure) {}
}
