package dev.holddown.conditions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.List;
import java.util.Optional;

/**
 * The tree that is type-checked: numbers are doubles, names of the scope may be anything, and
 * functions that CEL lets return an int return a double.
 */
final class Typed extends Rewrite {
  /** Stands for {@code %}, which CEL has for ints only. */
  static final String MODULO = "@modulo";

  Typed(String source, CelAbstractSyntaxTree parsed) {
    super(source, parsed);
  }

  @Override
  CelExpr name(CelExpr e) {
    return CelExpr.ofIdent(e.id(), EVALUATION);
  }

  @Override
  CelExpr select(CelExpr e) {
    return CelExpr.ofSelect(
        e.id(), rewrite(e.select().operand()), e.select().field(), e.select().testOnly());
  }

  @Override
  CelExpr call(CelExpr e) {
    String function = e.call().function();
    List<CelExpr> args = e.call().args();
    if (function.equals("_[_]")) {
      CelExpr key = args.get(1);
      boolean fixed =
          key.getKind() == CelExpr.ExprKind.Kind.CONSTANT
              && key.constant().getKind() != CelConstant.Kind.DOUBLE_VALUE;
      CelExpr index = fixed ? key : around(key, "dyn", rewrite(key));
      return same(e, Optional.empty(), List.of(rewrite(args.getFirst()), index));
    }
    if (function.equals("_%_")) {
      return instead(e, MODULO, rewrite(args.get(0)), rewrite(args.get(1)));
    }
    if (function.equals("timestamp") && args.size() == 1) {
      CelExpr arg = args.getFirst();
      return same(e, Optional.empty(), List.of(around(arg, "dyn", rewrite(arg))));
    }
    CelExpr call = same(e, e.call().target().map(this::rewrite), all(args));
    boolean whole =
        function.equals("size") || function.equals("int") || Functions.ON_TIME.contains(function);
    return whole ? around(e, "double", call) : call;
  }
}
