package dev.holddown.conditions;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.holddown.engine.port.ExprCheck.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/** The names of the scope that an expression uses, and the nearest right word for a wrong one. */
final class Names {
  /**
   * A name as it is used.
   *
   * @param field the first field under it; empty when the whole is used
   * @param offset of the name, in characters
   * @param fieldOffset of the field, in characters
   */
  record Use(String root, String field, int offset, int fieldOffset) {}

  /** Ends the root of a helper that reads the scope, which is no name of it. */
  private static final String HELPER = "()";

  private final ToIntFunction<CelExpr> offset;
  private final Set<Use> uses = new LinkedHashSet<>();
  private final List<String> locals = new ArrayList<>();

  private Names(ToIntFunction<CelExpr> offset) {
    this.offset = offset;
  }

  /** All uses in {@code e}, in the order written; names bound by a macro are none. */
  static List<Use> uses(CelExpr e, ToIntFunction<CelExpr> offset) {
    Names names = new Names(offset);
    names.visit(e);
    return List.copyOf(names.uses);
  }

  /** The name of an identifier; CEL keeps the dot that may stand before it. */
  static String plain(CelExpr ident) {
    String name = ident.ident().name();
    return name.startsWith(".") ? name.substring(1) : name;
  }

  /** What is wrong with the uses. An empty list of fields allows any. */
  static List<Problem> problems(List<Use> uses, Map<String, List<String>> names) {
    List<Problem> problems = new ArrayList<>();
    for (Use use : uses) {
      List<String> fields = names.get(use.root());
      if (fields == null) {
        if (!use.root().endsWith(HELPER)) {
          problems.add(
              new Problem(
                  "\"" + Shown.names(List.of(use.root())) + "\" is not known here",
                  use.offset(),
                  cure(use.root(), names.keySet().stream().sorted().toList(), "known here: ")));
        }
      } else if (!fields.isEmpty() && !use.field().isEmpty() && !fields.contains(use.field())) {
        problems.add(
            new Problem(
                "\"" + Shown.names(List.of(use.field())) + "\" is not a field of " + use.root(),
                use.fieldOffset(),
                cure(use.field(), fields, use.root() + " has: ")));
      }
    }
    return List.copyOf(problems);
  }

  /** {@code did you mean x?}, or all the words when none is near. */
  static String cure(String wrong, Collection<String> words, String all) {
    return nearest(wrong, words)
        .map(word -> "did you mean " + word + "?")
        .orElseGet(() -> words.isEmpty() ? "" : all + Shown.names(words));
  }

  /** The nearest word, at most a third of it different. */
  static Optional<String> nearest(String wrong, Collection<String> words) {
    String best = "";
    int least = Integer.MAX_VALUE;
    for (String word : words) {
      int d = distance(wrong.toLowerCase(Locale.ROOT), word.toLowerCase(Locale.ROOT));
      if (d < least) {
        least = d;
        best = word;
      }
    }
    int allowed = Math.max(1, Math.min(wrong.length(), best.length()) / 3);
    return best.isEmpty() || least > allowed ? Optional.empty() : Optional.of(best);
  }

  /** Letters to change, add, remove or swap with their neighbour (optimal string alignment). */
  private static int distance(String a, String b) {
    if (a.length() > 64 || b.length() > 64) {
      return a.equals(b) ? 0 : 64;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }

  private void visit(CelExpr e) {
    switch (e.getKind()) {
      case IDENT -> use(e, "", offset.applyAsInt(e));
      case SELECT -> {
        CelExpr operand = e.select().operand();
        if (operand.getKind() == CelExpr.ExprKind.Kind.IDENT) {
          int dot =
              e.select().testOnly()
                  ? offset.applyAsInt(operand) + operand.ident().name().length()
                  : offset.applyAsInt(e);
          use(operand, e.select().field(), dot + 1);
        } else {
          visit(operand);
        }
      }
      case CALL -> call(e);
      case LIST -> e.list().elements().forEach(this::visit);
      case MAP ->
          e.map()
              .entries()
              .forEach(entry -> {
                visit(entry.key());
                visit(entry.value());
              });
      case COMPREHENSION -> {
        var c = e.comprehension();
        visit(c.iterRange());
        int outer = locals.size();
        locals.addAll(List.of(c.accuVar(), c.iterVar(), c.iterVar2()));
        visit(c.loopStep());
        locals.subList(outer, locals.size()).clear();
      }
      default -> {}
    }
  }

  private void call(CelExpr e) {
    List<CelExpr> args = e.call().args();
    String function = e.call().function();
    if (function.equals("utc") || function.equals(Path.LAST_GOOD)) {
      uses.add(new Use(function + HELPER, "", offset.applyAsInt(e), offset.applyAsInt(e)));
      return;
    }
    if (function.equals("_[_]")
        && args.get(0).getKind() == CelExpr.ExprKind.Kind.IDENT
        && args.get(1).getKind() == CelExpr.ExprKind.Kind.CONSTANT
        && args.get(1).constant().getKind() == CelConstant.Kind.STRING_VALUE) {
      use(args.get(0), args.get(1).constant().stringValue(), offset.applyAsInt(args.get(1)));
      return;
    }
    e.call().target().ifPresent(this::visit);
    args.forEach(this::visit);
  }

  private void use(CelExpr ident, String field, int fieldOffset) {
    String name = plain(ident);
    if (!locals.contains(name) && !locals.contains(ident.ident().name())) {
      uses.add(new Use(name, field, offset.applyAsInt(ident), fieldOffset));
    }
  }
}
