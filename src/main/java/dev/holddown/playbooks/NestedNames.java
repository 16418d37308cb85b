package dev.holddown.playbooks;

import dev.holddown.engine.port.ExprCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Resolves names below the first dot ({@code targets.lambda.url}, {@code each.target.url}, {@code
 * rollback.to.image}) and says why a name is not known at a place, where a bare "unknown" would not
 * help.
 */
final class NestedNames {
  private static final List<String> IMAGE = List.of("ref", "repository", "digest", "tag");

  private final Declared declared;

  NestedNames(Declared declared) {
    this.declared = declared;
  }

  /**
   * Problems of the names in an expression.
   *
   * @param wayBack whether this is a value of {@code rollback: to:}, frozen at the start
   */
  List<ExprCheck.Problem> check(String expression, Scope scope, boolean wayBack) {
    List<ExprCheck.Problem> problems = new ArrayList<>();
    for (CelPaths.Path path : CelPaths.of(expression)) {
      Optional<ExprCheck.Problem> problem = absent(path, scope, wayBack);
      problem
          .or(() -> scope.has(path.root()) ? nested(path) : Optional.empty())
          .ifPresent(problems::add);
    }
    return problems;
  }

  private Optional<ExprCheck.Problem> absent(CelPaths.Path path, Scope scope, boolean wayBack) {
    String root = path.root();
    if (path.called() && path.words().size() == 1) {
      return root.equals("last_good") && !wayBack
          ? problem(
              path,
              "last_good() may stand only in rollback: to:, where it is frozen at the start",
              "give it a name there and use rollback.to.<name>")
          : Optional.empty();
    }
    if (scope.has(root)) {
      return Optional.empty();
    }
    return switch (root) {
      case "result" ->
          problem(
              path,
              "result is not known here: it is the answer of the probe it stands beside",
              "keep what you need with save: {x: result.…} and use saved.x");
      case "each" ->
          problem(
              path, "each is not known here: nothing is repeated", "add each: {target: targets}");
      case "baseline" ->
          problem(
              path,
              "baseline is not known here: only a watch on a metric with baseline: has one",
              "add baseline: {frozen: start, over: 60m} to the metric");
      case "saved" ->
          problem(
              path,
              wayBack
                  ? "saved is not known here: this is frozen at the start, before anything is saved"
                  : "saved is not known here: nothing is saved",
              "");
      case "inputs", "vars", "targets" ->
          problem(
              path,
              root
                  + " is not known here: the playbook declares none, or this is read "
                  + "before them",
              "");
      case "rollback" ->
          problem(path, "rollback is not known here: there is no rollback: with to:", "");
      default -> Optional.empty();
    };
  }

  private Optional<ExprCheck.Problem> nested(CelPaths.Path path) {
    List<String> fields = path.fields();
    if (fields.size() < 2) {
      return Optional.empty();
    }
    String first = fields.get(0);
    String second = fields.get(1);
    return switch (path.root()) {
      case "targets" -> {
        List<String> row = declared.targets().get(first);
        yield row == null || row.contains(second)
            ? Optional.empty()
            : problem(path, "the target " + first + " has no " + second, Nearest.cure(second, row));
      }
      case "each" -> row(path, second);
      case "rollback" ->
          !first.equals("to") || declared.wayBack().contains(second)
              ? Optional.empty()
              : problem(
                  path, "rollback.to has no " + second, Nearest.cure(second, declared.wayBack()));
      case "inputs" ->
          !"image".equals(declared.inputs().get(first)) || IMAGE.contains(second)
              ? Optional.empty()
              : problem(path, "an image has no " + second, Nearest.cure(second, IMAGE));
      default -> Optional.empty();
    };
  }

  private Optional<ExprCheck.Problem> row(CelPaths.Path path, String field) {
    List<String> without = new ArrayList<>();
    for (Map.Entry<String, List<String>> row : declared.targets().entrySet()) {
      if (!row.getValue().contains(field)) {
        without.add(row.getKey());
      }
    }
    if (without.isEmpty()) {
      return Optional.empty();
    }
    Set<String> fields = new java.util.TreeSet<>();
    declared.targets().values().forEach(fields::addAll);
    String which = String.join(" and ", without);
    return problem(
        path,
        (without.size() == 1 ? "the target " + which + " has" : "the targets " + which + " have")
            + " no "
            + field,
        fields.contains(field) ? "give every target the same fields" : Nearest.cure(field, fields));
  }

  private static Optional<ExprCheck.Problem> problem(CelPaths.Path path, String what, String cure) {
    return Optional.of(new ExprCheck.Problem(what, path.offset(), cure));
  }
}
