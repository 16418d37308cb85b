package dev.holddown.conditions;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a new syntax tree out of a parsed one. New nodes take the position of the node they stand
 * for, so that every message still points into the text as it was written.
 */
abstract class Rewrite {
  /** The one variable that rewritten trees read: the evaluation. No user can write this name. */
  static final String EVALUATION = "@evaluation";

  private final String source;
  private final Map<Long, Integer> positions;
  private final List<String> locals = new ArrayList<>();
  private long newest;

  Rewrite(String source, CelAbstractSyntaxTree parsed) {
    this.source = source;
    this.positions = new HashMap<>(parsed.getSource().getPositionsMap());
    this.newest = positions.keySet().stream().mapToLong(Long::longValue).max().orElse(0) + 1_000;
  }

  /** The new tree of a node of the parsed one. */
  final CelAbstractSyntaxTree tree(CelExpr root) {
    CelExpr expr = rewrite(root);
    CelSource at = CelSource.newBuilder(source).addPositionsMap(positions).build();
    return CelAbstractSyntaxTree.newParsedAst(expr, at);
  }

  final CelExpr rewrite(CelExpr e) {
    return switch (e.getKind()) {
      case CONSTANT -> CelExpr.ofConstant(e.id(), doubled(e.constant()));
      case IDENT -> local(e.ident().name()) ? e : name(e);
      case SELECT -> select(e);
      case CALL -> call(e);
      case LIST -> CelExpr.ofList(e.id(), all(e.list().elements()), e.list().optionalIndices());
      case MAP ->
          CelExpr.ofMap(
              e.id(),
              e.map().entries().stream()
                  .map(m ->
                      CelExpr.ofMapEntry(
                          m.id(), rewrite(m.key()), rewrite(m.value()), m.optionalEntry()))
                  .collect(ImmutableList.toImmutableList()));
      case COMPREHENSION -> comprehension(e);
      default -> e;
    };
  }

  /** A name that is not bound inside the expression. */
  abstract CelExpr name(CelExpr e);

  abstract CelExpr select(CelExpr e);

  abstract CelExpr call(CelExpr e);

  /** The list that a macro goes through. */
  CelExpr range(CelExpr e) {
    return rewrite(e);
  }

  /** All numbers are doubles, but for whole ones that a double cannot hold. */
  private static CelConstant doubled(CelConstant constant) {
    Number number =
        switch (constant.getKind()) {
          case INT64_VALUE -> Values.number(constant.int64Value(), "");
          case UINT64_VALUE -> Values.number(constant.uint64Value().bigIntegerValue(), "");
          default -> Double.NaN;
        };
    return number instanceof Double d && !d.isNaN() ? CelConstant.ofValue(d) : constant;
  }

  private CelExpr comprehension(CelExpr e) {
    CelComprehension c = e.comprehension();
    CelExpr range = range(c.iterRange());
    CelExpr init = rewrite(c.accuInit());
    int outer = locals.size();
    locals.add(c.accuVar());
    CelExpr result = rewrite(c.result());
    locals.add(c.iterVar());
    if (!c.iterVar2().isEmpty()) {
      locals.add(c.iterVar2());
    }
    CelExpr condition = rewrite(c.loopCondition());
    CelExpr step = rewrite(c.loopStep());
    locals.subList(outer, locals.size()).clear();
    return CelExpr.ofComprehension(
        e.id(), c.iterVar(), c.iterVar2(), range, c.accuVar(), init, condition, step, result);
  }

  final boolean local(String name) {
    return locals.contains(name);
  }

  final boolean outside() {
    return locals.isEmpty();
  }

  final ImmutableList<CelExpr> all(List<CelExpr> exprs) {
    return exprs.stream().map(this::rewrite).collect(ImmutableList.toImmutableList());
  }

  final CelExpr same(CelExpr e, Optional<CelExpr> target, List<CelExpr> args) {
    return CelExpr.ofCall(e.id(), target, e.call().function(), ImmutableList.copyOf(args));
  }

  /** A new call that stands for {@code e}, with its id. */
  final CelExpr instead(CelExpr e, String function, CelExpr... args) {
    return CelExpr.ofCall(e.id(), Optional.empty(), function, ImmutableList.copyOf(args));
  }

  /** A new call around an already rewritten node. */
  final CelExpr around(CelExpr e, String function, CelExpr... args) {
    return CelExpr.ofCall(fresh(e), Optional.empty(), function, ImmutableList.copyOf(args));
  }

  final CelExpr constant(CelExpr near, CelConstant value) {
    return CelExpr.ofConstant(fresh(near), value);
  }

  final CelExpr evaluation(CelExpr near) {
    return CelExpr.ofIdent(fresh(near), EVALUATION);
  }

  private long fresh(CelExpr near) {
    positions.put(++newest, positions.getOrDefault(near.id(), 0));
    return newest;
  }
}
