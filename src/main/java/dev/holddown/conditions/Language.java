package dev.holddown.conditions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.parser.CelUnparser;
import dev.cel.parser.CelUnparserFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.holddown.engine.port.ExprCheck.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** CEL as Holddown speaks it. Heavy to load, so it is made when the first expression is met. */
final class Language {
  /** Characters of an expression. */
  static final int SOURCE_CHARS_MAX = 4_096;

  /** Entries that all macros of one evaluation go through. */
  static final int ITERATIONS_MAX = 10_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(ITERATIONS_MAX)
          .maxExpressionCodePointSize(SOURCE_CHARS_MAX)
          .maxParseExpressionNodeCount(20_000)
          .populateMacroCalls(true)
          .build();

  private static final List<CelFunctionDecl> FUNCTIONS = functions();

  private final CelCompiler compiler = compiler();
  private final Checker checker =
      new Checker(
          compiler, new Checker.Declared(OPTIONS, Rewrite.EVALUATION, SimpleType.DYN, FUNCTIONS));

  /** Half of CEL: loaded when the first expression is evaluated, not when one is looked at. */
  private static final class Running {
    static final CelRuntime RUNTIME = runtime();
  }

  private final CelUnparser unparser = CelUnparserFactory.newUnparser();

  private static CelCompiler compiler() {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .addVar(Rewrite.EVALUATION, SimpleType.DYN)
        .addFunctionDeclarations(FUNCTIONS)
        .build();
  }

  private static List<CelFunctionDecl> functions() {
    CelType dyn = SimpleType.DYN;
    CelType number = SimpleType.DOUBLE;
    return List.of(
        function("ms", number, number),
        function("percent", number, number),
        function("kib", number, number),
        function(Typed.MODULO, number, number, number),
        function("utc", SimpleType.TIMESTAMP),
        function(Path.LAST_GOOD, dyn),
        function(Guard.STEP.get(0), dyn, dyn, SimpleType.INT),
        function(Guard.STEP.get(1), dyn, dyn, SimpleType.INT, dyn),
        function(Guard.STEP.get(2), dyn, dyn, SimpleType.INT, dyn, dyn));
  }

  private static CelFunctionDecl function(String name, CelType result, CelType... args) {
    return CelFunctionDecl.newFunctionDeclaration(
        name, CelOverloadDecl.newGlobalOverload(name, result, args));
  }

  private static CelRuntime runtime() {
    List<CelFunctionBinding> steps = new ArrayList<>();
    for (int operands = 0; operands < Guard.STEP.size(); operands++) {
      List<Class<?>> types = new ArrayList<>(List.of(Object.class, Long.class));
      types.addAll(Collections.nCopies(operands, Object.class));
      steps.add(CelFunctionBinding.from(Guard.STEP.get(operands), types, Language::step));
    }
    // The newer planner is twice as fast, but copies each list and map it meets, level by level:
    // for
    // values that share their parts that never ends.
    return CelRuntimeFactory.legacyCelRuntimeBuilder()
        .setOptions(OPTIONS)
        .addFunctionBindings(steps)
        .build();
  }

  private static Object step(Object[] args) throws CelEvaluationException {
    Object left = args.length > 2 ? args[2] : "";
    Object right = args.length > 3 ? args[3] : "";
    try {
      return ((Evaluation) args[0]).step((Long) args[1], left, right);
    } catch (RuntimeException e) {
      // CEL writes all operands of an unchecked exception into its message, however large they are.
      throw new CelEvaluationException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Never throws for what was written: a broken program carries its problems. */
  Program compile(String source) {
    try {
      CelValidationResult parsed = compiler.parse(source);
      if (parsed.hasError()) {
        CelIssue first = parsed.getErrors().getFirst();
        return Program.broken(
            source, List.of(Syntax.problem(source, first.getMessage(), offset(source, first))));
      }
      return compile(source, parsed.getAst());
    } catch (Refusal refusal) {
      return Program.broken(source, List.of(new Problem(refusal.sentence(), 0, "")));
    } catch (CelValidationException | IllegalStateException e) {
      return Program.broken(
          source,
          List.of(
              new Problem(Shown.cut(Shown.escaped(String.valueOf(e.getMessage())), 200), 0, "")));
    } catch (StackOverflowError e) {
      return Program.broken(source, List.of(Syntax.problem(source, "recursion limit", 0)));
    }
  }

  private Program compile(String source, CelAbstractSyntaxTree parsed)
      throws CelValidationException {
    Text text = new Text(source, parsed, unparser);
    CelExpr root = parsed.getExpr();
    List<Problem> problems = new Shape(text::offset, text::unparse).problems(root);
    if (!problems.isEmpty()) {
      return Program.broken(source, problems);
    }
    CelValidationResult typed = checker.check(new Typed(source, parsed).tree(root));
    if (typed.hasError()) {
      return Program.broken(
          source,
          typed.getErrors().stream()
              .map(i -> new Problem(Types.sentence(i.getMessage()), offset(source, i), ""))
              .toList());
    }
    List<Problem> unfit = new ArrayList<>(new Shape(text::offset, text::unparse).constants(root));
    CelType type = typed.getAst().getResultType();
    if (!SimpleType.BOOL.equals(type) && !SimpleType.DYN.equals(type)) {
      unfit.addFirst(
          new Problem(
              "the expression is "
                  + Types.word(type.name())
                  + ", but a condition must be true or false",
              0,
              "compare it with something"));
    }
    return new Program(
        Program.title(source),
        List.of(),
        List.copyOf(unfit),
        Names.uses(root, text::offset),
        Optional.of(new Program.Code(() -> built(source, parsed, text))));
  }

  private Program.Code.Built built(String source, CelAbstractSyntaxTree parsed, Text text) {
    try {
      Guard guard = new Guard(source, parsed, text::unparse);
      Program.Runner runner = runner(guard, parsed.getExpr());
      Optional<Program.Runner> limit = Optional.empty();
      if (guard.limit().isPresent()) {
        limit = Optional.of(runner(new Guard(source, parsed, text::unparse), guard.limit().get()));
      }
      return new Program.Code.Built(runner, limit);
    } catch (CelValidationException | CelEvaluationException | IllegalStateException e) {
      throw new Refusal(Shown.cut(Shown.escaped(String.valueOf(e.getMessage())), 200));
    } catch (StackOverflowError e) {
      throw new Refusal(Syntax.problem(source, "recursion limit", 0).what());
    }
  }

  private Program.Runner runner(Guard guard, CelExpr root)
      throws CelValidationException, CelEvaluationException {
    CelAbstractSyntaxTree tree = checker.check(guard.tree(root)).getAst();
    return new Program.Runner(Running.RUNTIME.createProgram(tree), guard.steps());
  }

  /** CEL counts lines and code points; editors count characters. */
  private static int offset(String source, CelIssue issue) {
    int line = 1;
    int start = 0;
    while (line < issue.getSourceLocation().getLine() && source.indexOf('\n', start) >= 0) {
      start = source.indexOf('\n', start) + 1;
      line++;
    }
    return characters(source, start, Math.max(0, issue.getSourceLocation().getColumn()));
  }

  static int characters(String source, int from, int codePoints) {
    int there = source.codePointCount(from, source.length());
    return source.offsetByCodePoints(from, Math.min(codePoints, there));
  }

  /** The text of an expression and where its nodes stand in it. */
  private record Text(String source, CelAbstractSyntaxTree parsed, CelUnparser unparser) {
    int offset(CelExpr e) {
      return characters(source, 0, parsed.getSource().getPositionsMap().getOrDefault(e.id(), 0));
    }

    String unparse(CelExpr e) {
      return unparser.unparse(CelAbstractSyntaxTree.newParsedAst(e, parsed.getSource()));
    }
  }
}
