package dev.holddown.conditions;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.holddown.conditions.Operators.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The tree that is evaluated. {@code a || b} is {@code a ? true : b} and {@code a && b} is {@code a
 * ? b : false}, so that no error is swallowed; every read of the scope, comparison and computation
 * is a {@link Step} of ours, which fails closed and names what it worked on.
 */
final class Guard extends Rewrite {
  /** CEL functions through which steps are called, by the number of operands. */
  static final List<String> STEP = List.of("@step0", "@step1", "@step2");

  private static final Set<String> ORDER = Set.of("_<_", "_<=_", "_>_", "_>=_");
  private static final Set<String> EQUALITY = Set.of("_==_", "_!=_");
  private static final Set<String> COMPUTED = Set.of("_+_", "_-_", "_*_", "_/_", "_%_");
  private static final Set<String> YES_OR_NO =
      Set.of("!_", "_&&_", "_||_", "_in_", "@in", "@not_strictly_false");

  private final Function<CelExpr, String> unparse;
  private final List<Step> steps = new ArrayList<>();
  private Optional<CelExpr> limit = Optional.empty();

  /**
   * @param unparse the text of a node of the parsed tree
   */
  Guard(String source, CelAbstractSyntaxTree parsed, Function<CelExpr, String> unparse) {
    super(source, parsed);
    this.unparse = unparse;
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** The other side of the first comparison with {@code result.value}, as parsed. */
  Optional<CelExpr> limit() {
    return limit;
  }

  @Override
  CelExpr name(CelExpr e) {
    return read(e, Path.of(Names.plain(e)));
  }

  @Override
  CelExpr select(CelExpr e) {
    String field = e.select().field();
    CelExpr operand = e.select().operand();
    if (e.select().testOnly()) {
      Optional<Path> path = path(operand).map(p -> p.then(field));
      if (path.isPresent()) {
        return step(e, (evaluation, a, b) -> path.get().present(evaluation));
      }
      String label = label(operand);
      return step(e, (evaluation, a, b) -> hasField(a, field, label), rewrite(operand));
    }
    return path(e).map(p -> read(e, p)).orElseGet(() -> child(e, operand, field));
  }

  private static boolean hasField(Object holder, String field, String label) {
    if (holder instanceof Map<?, ?> map) {
      return map.containsKey(field);
    }
    throw new Refusal(label + " is " + Shown.described(holder) + " and has no fields");
  }

  private CelExpr child(CelExpr e, CelExpr operand, Object key) {
    String label = label(operand);
    return step(e, (evaluation, a, b) -> below(a, key, label), rewrite(operand));
  }

  private static Object below(Object holder, Object key, String label) {
    return Values.plain(Path.child(holder, key, label), Path.step(label, key));
  }

  @Override
  CelExpr range(CelExpr e) {
    if (e.getKind() == Kind.LIST || e.getKind() == Kind.COMPREHENSION) {
      return rewrite(e);
    }
    String label = label(e);
    return checked(
        e,
        a -> {
          if (!(a instanceof List<?> || a instanceof Map<?, ?>)) {
            throw new Refusal(
                label + " is " + Shown.described(a) + "; only a list or a map can be gone through");
          }
          return a;
        });
  }

  @Override
  CelExpr call(CelExpr e) {
    String function = e.call().function();
    List<CelExpr> args = e.call().args();
    if (ORDER.contains(function) || EQUALITY.contains(function)) {
      return comparison(e, function, args.get(0), args.get(1));
    }
    if (COMPUTED.contains(function)) {
      return computation(e, function, args.get(0), args.get(1));
    }
    return switch (function) {
      case "_||_" -> instead(e, "_?_:_", truth(args.get(0)), yes(e, true), truth(args.get(1)));
      case "_&&_" -> instead(e, "_?_:_", truth(args.get(0)), truth(args.get(1)), yes(e, false));
      case "!_" -> same(e, Optional.empty(), List.of(truth(args.getFirst())));
      case "_?_:_" ->
          same(
              e,
              Optional.empty(),
              List.of(truth(args.get(0)), rewrite(args.get(1)), rewrite(args.get(2))));
      case "-_" -> negation(e, args.getFirst());
      case "@in", "_in_" -> membership(e, args.get(0), args.get(1));
      case "_[_]" ->
          path(e).map(p -> read(e, p)).orElseGet(() -> index(e, args.get(0), args.get(1)));
      case "@not_strictly_false" -> same(e, Optional.empty(), all(args));
      default -> function(e, function, args);
    };
  }

  private CelExpr comparison(CelExpr e, String function, CelExpr a, CelExpr b) {
    String operator = function.substring(1, function.length() - 1);
    noteLimit(a, b);
    Side left = side(a);
    Side right = side(b);
    Step step =
        switch (operator) {
          case "==" -> (evaluation, x, y) -> Equality.same(operator, x, y, left, right);
          case "!=" -> (evaluation, x, y) -> !Equality.same(operator, x, y, left, right);
          default -> (evaluation, x, y) -> Operators.compare(operator, x, y, left, right);
        };
    return step(e, step, rewrite(a), rewrite(b));
  }

  private void noteLimit(CelExpr a, CelExpr b) {
    if (limit.isPresent() || !outside()) {
      return;
    }
    if (isValue(a)) {
      limit = Optional.of(b);
    } else if (isValue(b)) {
      limit = Optional.of(a);
    }
  }

  private boolean isValue(CelExpr e) {
    return path(e).filter(p -> p.label().equals(Path.VALUE)).isPresent();
  }

  private CelExpr computation(CelExpr e, String function, CelExpr a, CelExpr b) {
    boolean gathers = a.getKind() == Kind.IDENT && a.ident().name().startsWith("@");
    if (gathers) {
      return same(e, Optional.empty(), List.of(rewrite(a), rewrite(b)));
    }
    String operator = function.substring(1, function.length() - 1);
    Side left = side(a);
    Side right = side(b);
    return step(
        e,
        (evaluation, x, y) -> Operators.compute(operator, x, y, left, right),
        rewrite(a),
        rewrite(b));
  }

  private CelExpr negation(CelExpr e, CelExpr arg) {
    String label = label(arg);
    return step(
        e,
        (evaluation, a, b) ->
            switch (a) {
              case Duration d -> d.negated();
              case Number n -> {
                Values.refuseNaN(n, label);
                yield -n.doubleValue();
              }
              default ->
                  throw new Refusal(label + " is " + Shown.described(a) + " and has no negative");
            },
        rewrite(arg));
  }

  private CelExpr membership(CelExpr e, CelExpr a, CelExpr b) {
    Side left = side(a);
    Side right = side(b);
    return step(e, (evaluation, x, y) -> Equality.in(x, y, left, right), rewrite(a), rewrite(b));
  }

  private CelExpr index(CelExpr e, CelExpr holder, CelExpr key) {
    String label = label(holder);
    return step(e, (evaluation, a, b) -> below(a, b, label), rewrite(holder), rewrite(key));
  }

  private CelExpr function(CelExpr e, String function, List<CelExpr> args) {
    Optional<CelExpr> target = e.call().target();
    if (Functions.ON_TEXT.contains(function) && target.isPresent()) {
      return onText(e, function, target.get(), args.getFirst());
    }
    if (Functions.ON_TIME.contains(function)) {
      CelExpr time = target.orElseThrow();
      String label = label(time);
      CelExpr checked = checked(time, a -> onTime(function, a, label));
      return around(e, "double", same(e, Optional.of(checked), all(args)));
    }
    if (function.equals("utc")) {
      return step(e, (evaluation, a, b) -> now(evaluation));
    }
    if (function.equals(Path.LAST_GOOD)) {
      return read(e, Path.of(Path.LAST_GOOD));
    }
    CelExpr arg = target.orElseGet(args::getFirst);
    String label = label(arg);
    return step(e, (evaluation, a, b) -> Functions.one(function, a, label), rewrite(arg));
  }

  private CelExpr onText(CelExpr e, String function, CelExpr target, CelExpr arg) {
    String label = label(target);
    String argument = label(arg);
    boolean fixed = arg.getKind() == Kind.CONSTANT;
    if (function.equals("matches")) {
      if (fixed && arg.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
        var pattern = Functions.compiled(arg.constant().stringValue());
        return step(e, (evaluation, a, b) -> Functions.matches(a, pattern, label), rewrite(target));
      }
      return step(
          e,
          (evaluation, a, b) -> Functions.matches(a, b, label, argument),
          rewrite(target),
          rewrite(arg));
    }
    return step(
        e,
        (evaluation, a, b) -> Functions.search(function, a, b, label, argument),
        rewrite(target),
        rewrite(arg));
  }

  private static Object onTime(String function, Object a, String label) {
    if (a instanceof Instant) {
      return a;
    }
    if (a instanceof Duration
        && !function.contains("Day")
        && !function.contains("Year")
        && !function.contains("Month")
        && !function.contains("Date")) {
      return a;
    }
    throw new Refusal(label + " is " + Shown.described(a) + "; " + function + "() needs a time");
  }

  private static Object now(Evaluation evaluation) {
    if (!evaluation.scope().containsKey("now")) {
      throw new Refusal("utc() has no time here: now is missing");
    }
    Object time = Functions.time(Values.plain(evaluation.scope().get("now"), "now"), "now");
    evaluation.saw("utc()", time);
    return time;
  }

  /** A yes or no: anything else is refused when it is met. */
  private CelExpr truth(CelExpr e) {
    if (yesOrNo(e)) {
      return rewrite(e);
    }
    String label = label(e);
    return checked(e, a -> bool(a, label));
  }

  static boolean bool(Object a, String label) {
    if (a instanceof Boolean b) {
      return b;
    }
    throw new Refusal(label + " is " + Shown.described(a) + "; a condition needs true or false");
  }

  private static boolean yesOrNo(CelExpr e) {
    return switch (e.getKind()) {
      case SELECT -> e.select().testOnly();
      case IDENT -> e.ident().name().startsWith("@");
      case CONSTANT -> e.constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE;
      case CALL -> {
        String f = e.call().function();
        yield ORDER.contains(f)
            || EQUALITY.contains(f)
            || YES_OR_NO.contains(f)
            || Functions.ON_TEXT.contains(f);
      }
      default -> false;
    };
  }

  private CelExpr yes(CelExpr near, boolean value) {
    return constant(near, CelConstant.ofValue(value));
  }

  private CelExpr read(CelExpr e, Path path) {
    return step(e, (evaluation, a, b) -> path.read(evaluation));
  }

  private CelExpr step(CelExpr e, Step step, CelExpr... operands) {
    ImmutableList.Builder<CelExpr> args = ImmutableList.builder();
    args.add(evaluation(e), number(e, step)).add(operands);
    return CelExpr.ofCall(e.id(), Optional.empty(), STEP.get(operands.length), args.build());
  }

  /** The node with a check of its value around it. */
  private CelExpr checked(CelExpr e, UnaryOperator<Object> check) {
    CelExpr number = number(e, (evaluation, a, b) -> check.apply(a));
    return around(e, STEP.get(1), evaluation(e), number, rewrite(e));
  }

  private CelExpr number(CelExpr near, Step step) {
    steps.add(step);
    return constant(near, CelConstant.ofValue((long) steps.size() - 1));
  }

  /** The way from a name of the scope, or empty when the node is something else. */
  private Optional<Path> path(CelExpr e) {
    return switch (e.getKind()) {
      case IDENT ->
          local(e.ident().name()) ? Optional.empty() : Optional.of(Path.of(Names.plain(e)));
      case SELECT ->
          e.select().testOnly()
              ? Optional.empty()
              : path(e.select().operand()).map(p -> p.then(e.select().field()));
      case CALL -> {
        List<CelExpr> args = e.call().args();
        if (e.call().function().equals(Path.LAST_GOOD)) {
          yield Optional.of(Path.of(Path.LAST_GOOD));
        }
        yield e.call().function().equals("_[_]")
            ? key(args.get(1)).flatMap(k -> path(args.get(0)).map(p -> p.then(k)))
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static Optional<Object> key(CelExpr e) {
    if (e.getKind() != Kind.CONSTANT) {
      return Optional.empty();
    }
    return switch (e.constant().getKind()) {
      case STRING_VALUE -> Optional.of(e.constant().stringValue());
      case INT64_VALUE -> Optional.of(e.constant().int64Value());
      default -> Optional.empty();
    };
  }

  private Side side(CelExpr e) {
    return new Side(label(e), e.getKind() == Kind.CONSTANT);
  }

  private String label(CelExpr e) {
    return path(e).map(Path::label).orElseGet(() -> Shown.cut(unparse.apply(e), 60));
  }
}
