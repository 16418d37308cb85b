package dev.holddown.conditions;

import dev.cel.common.Operator;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.holddown.engine.port.ExprCheck.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** What an expression may be made of: known functions, bounded depth, readable constants. */
final class Shape {
  /** Levels of a syntax tree. */
  static final int DEPTH_MAX = 64;

  private final ToIntFunction<CelExpr> offset;
  private final Function<CelExpr, String> unparse;
  private final List<Problem> problems = new ArrayList<>();

  Shape(ToIntFunction<CelExpr> offset, Function<CelExpr, String> unparse) {
    this.offset = offset;
    this.unparse = unparse;
  }

  /** Problems of any expression. */
  List<Problem> problems(CelExpr e) {
    visit(e, 1);
    return List.copyOf(problems);
  }

  /** Problems of a condition: it and each part that decides must depend on the world. */
  List<Problem> constants(CelExpr e) {
    if (Names.uses(e, offset).isEmpty()) {
      return List.of(constant(e));
    }
    parts(e);
    return List.copyOf(problems);
  }

  private void parts(CelExpr e) {
    if (e.getKind() != Kind.CALL) {
      return;
    }
    String function = e.call().function();
    List<CelExpr> args = e.call().args();
    if (Set.of("_&&_", "_||_", "!_").contains(function)) {
      for (CelExpr arg : args) {
        if (Names.uses(arg, offset).isEmpty()) {
          problems.add(constant(arg));
        } else {
          parts(arg);
        }
      }
    } else if (Set.of("_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_").contains(function)
        && unparse.apply(args.get(0)).equals(unparse.apply(args.get(1)))) {
      add(
          e,
          "both sides are " + Shown.cut(unparse.apply(args.get(0)), 60) + ", it proves nothing",
          "compare it with something else");
    }
  }

  private Problem constant(CelExpr e) {
    return new Problem(
        Shown.cut(unparse.apply(e), 60) + " is constant, it proves nothing",
        start(e),
        "use an answer, such as result.status == 200");
  }

  /** The leftmost place of a node, since an operator stands between its sides. */
  private int start(CelExpr e) {
    int own = offset.applyAsInt(e);
    if (e.getKind() != Kind.CALL) {
      return own;
    }
    int least = own;
    for (CelExpr arg : e.call().args()) {
      least = Math.min(least, start(arg));
    }
    return e.call().target().map(this::start).map(t -> Math.min(t, own)).orElse(least);
  }

  private void visit(CelExpr e, int depth) {
    if (depth > DEPTH_MAX) {
      if (problems.isEmpty()) {
        add(e, "the expression is nested deeper than " + DEPTH_MAX + " levels", "split it");
      }
      return;
    }
    switch (e.getKind()) {
      case SELECT -> visit(e.select().operand(), depth + 1);
      case LIST -> e.list().elements().forEach(x -> visit(x, depth + 1));
      case MAP -> map(e, depth);
      case STRUCT ->
          add(
              e,
              "\"" + e.struct().messageName() + "{…}\" is not part of the language",
              "write a map, such as {\"name\": \"value\"}");
      case CONSTANT -> literal(e);
      case COMPREHENSION -> {
        visit(e.comprehension().iterRange(), depth + 1);
        visit(e.comprehension().loopStep(), depth + 1);
      }
      case CALL -> {
        call(e);
        e.call().target().ifPresent(x -> visit(x, depth + 1));
        e.call().args().forEach(x -> visit(x, depth + 1));
      }
      default -> {}
    }
  }

  private void map(CelExpr e, int depth) {
    e.map()
        .entries()
        .forEach(entry -> {
          boolean text =
              entry.key().getKind() == Kind.CONSTANT
                  && entry.key().constant().getKind() == CelConstant.Kind.STRING_VALUE;
          if (!text) {
            add(entry.key(), "the key of a map must be text in quotes", "");
          }
          visit(entry.value(), depth + 1);
        });
  }

  private void literal(CelExpr e) {
    if (e.constant().getKind() == CelConstant.Kind.BYTES_VALUE) {
      add(e, "bytes such as b\"…\" are not part of the language", "write the text without the b");
    }
  }

  private void call(CelExpr e) {
    String function = e.call().function();
    if (!Functions.MACROS.contains(function) && Operator.findReverse(function).isPresent()) {
      return;
    }
    if (function.equals("changed")) {
      add(e, "changed() needs git, which cannot be asked here", "");
      return;
    }
    if (Functions.MACROS.contains(function)) {
      add(
          e,
          function + "() is called with other arguments than it takes",
          function.equals("has")
              ? "write has(result.version)"
              : "write list." + function + "(x, …) with a name and an expression");
      return;
    }
    boolean member = e.call().target().isPresent();
    Set<String> known = new TreeSet<>(Functions.PLAIN);
    known.addAll(Functions.ON_TEXT);
    known.addAll(Functions.ON_TIME);
    if (!known.contains(function)) {
      known.addAll(Functions.MACROS);
      add(
          e,
          "there is no function " + Shown.names(List.of(function)) + "()",
          Names.cure(function, known, "the functions are: "));
      return;
    }
    boolean onValue = !Functions.PLAIN.contains(function);
    if (onValue != member && !function.equals("size")) {
      add(
          e,
          function + "() stands " + (onValue ? "after a dot" : "alone"),
          "write " + (onValue ? "x." + function + "(…)" : function + "(x)"));
      return;
    }
    argument(e, function).ifPresent(sentence -> add(e, sentence, ""));
  }

  /** Constant arguments that can never be read are found before anything runs. */
  private static Optional<String> argument(CelExpr e, String function) {
    List<CelExpr> args = e.call().args();
    if (args.size() != 1
        || args.getFirst().getKind() != Kind.CONSTANT
        || args.getFirst().constant().getKind() != CelConstant.Kind.STRING_VALUE) {
      return Optional.empty();
    }
    String text = args.getFirst().constant().stringValue();
    try {
      switch (function) {
        case "matches" -> Functions.compiled(text);
        case "duration", "timestamp", "int", "double" ->
            Functions.one(function, text, "the argument of " + function + "()");
        default -> {}
      }
      return Optional.empty();
    } catch (Refusal refusal) {
      return Optional.of(refusal.sentence());
    }
  }

  private void add(CelExpr e, String what, String cure) {
    problems.add(new Problem(what, offset.applyAsInt(e), cure));
  }
}
