package dev.holddown.conditions;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.holddown.engine.port.ExprCheck.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * A compiled expression, kept by its source.
 *
 * @param title the source on one line, cut for a reason
 * @param problems why it cannot be evaluated at all
 * @param unfit why it cannot be a condition: constant, or not true or false
 */
record Program(
    String title,
    List<Problem> problems,
    List<Problem> unfit,
    List<Names.Use> uses,
    Optional<Code> code) {

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** An expression that cannot be evaluated. */
  static Program broken(String source, List<Problem> problems) {
    return new Program(
        title(source), List.copyOf(problems), List.of(), List.of(), Optional.empty());
  }

  /** Why it cannot be evaluated, in one sentence. */
  Optional<String> fault() {
    return problems.stream().findFirst().map(Program::sentence);
  }

  /** Why it cannot be a condition, in one sentence. */
  Optional<String> misfit() {
    return unfit.stream().findFirst().map(Program::sentence);
  }

  private static String sentence(Problem problem) {
    return problem.what() + (problem.cure().isEmpty() ? "" : "; " + problem.cure());
  }

  /** A source on one line, cut for a reason. */
  static String title(String source) {
    return Shown.cut(Shown.escaped(SPACE.matcher(source.strip()).replaceAll(" ")), 200);
  }

  /** What runs. It is built when it is first run: looking at a playbook needs none of it. */
  static final class Code {
    private final Supplier<Built> build;
    private volatile Optional<Built> built = Optional.empty();

    /**
     * Both trees.
     *
     * @param limit computes the number that {@code result.value} is compared with
     */
    record Built(Runner runner, Optional<Runner> limit) {}

    /** Two threads may build it both: the trees are equal. */
    Code(Supplier<Built> build) {
      this.build = build;
    }

    /** Throws {@link Refusal} when it cannot be built. */
    Runner runner() {
      return built().runner();
    }

    Optional<Runner> limit() {
      return built().limit();
    }

    private Built built() {
      Built made = built.orElseGet(build);
      built = Optional.of(made);
      return made;
    }
  }

  /** One tree with its steps; safe for many threads. */
  record Runner(CelRuntime.Program cel, List<Step> steps) {
    Evaluation over(Map<String, Object> scope) {
      return new Evaluation(scope, steps);
    }

    /** Throws {@link Refusal} whenever there is no value. */
    Object run(Evaluation evaluation) {
      try {
        return cel.eval(Map.of(Rewrite.EVALUATION, evaluation));
      } catch (CelEvaluationException e) {
        throw refusal(e);
      } catch (Refusal refusal) {
        throw refusal;
      } catch (RuntimeException e) {
        throw new Refusal("the expression could not be evaluated: " + message(e));
      } catch (StackOverflowError e) {
        throw new Refusal("the values are nested too deeply to be evaluated");
      }
    }

    private static Refusal refusal(CelEvaluationException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof Refusal refusal) {
          return refusal;
        }
      }
      if (e.getErrorCode() == CelErrorCode.ITERATION_BUDGET_EXCEEDED) {
        return new Refusal(
            "the lists gone through have more than " + Language.ITERATIONS_MAX + " entries in all");
      }
      return new Refusal("the expression could not be evaluated: " + message(e));
    }

    private static String message(Exception e) {
      return Shown.cut(Shown.escaped(String.valueOf(e.getMessage())), 200);
    }
  }
}
