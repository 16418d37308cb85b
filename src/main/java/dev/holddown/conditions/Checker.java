package dev.holddown.conditions;

import com.google.common.collect.ImmutableList;
import dev.cel.checker.CelIdentDecl;
import dev.cel.checker.DescriptorTypeProvider;
import dev.cel.checker.Env;
import dev.cel.checker.ExprChecker;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelContainer;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationResult;
import dev.cel.common.internal.Errors;
import dev.cel.common.types.CelType;
import dev.cel.compiler.CelCompiler;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * CEL's own type check, on declarations that are made once: the compiler makes those of the whole
 * language anew for each expression, which is half the work of reading a playbook. What does not
 * check goes through the compiler itself, for its sentence. Safe for many threads.
 */
final class Checker {
  private static final CelContainer NOWHERE = CelContainer.ofName("");

  private final CelCompiler compiler;
  private final Declared declared;

  /** Each is used by one thread at a time; those not in use wait here. */
  private final Queue<Env> idle = new ConcurrentLinkedQueue<>();

  /** What expressions may use beside the standard; the compiler is made with the same. */
  record Declared(
      CelOptions options, String variable, CelType type, List<CelFunctionDecl> functions) {}

  Checker(CelCompiler compiler, Declared declared) {
    this.compiler = compiler;
    this.declared = declared;
  }

  CelValidationResult check(CelAbstractSyntaxTree parsed) {
    return typed(parsed)
        .map(tree -> new CelValidationResult(tree, ImmutableList.of()))
        .orElseGet(() -> compiler.check(parsed));
  }

  @SuppressWarnings("deprecation") // the only way in that takes ready declarations
  private Optional<CelAbstractSyntaxTree> typed(CelAbstractSyntaxTree parsed) {
    Env known = idle.poll();
    Env env = known == null ? made() : known;
    CelAbstractSyntaxTree tree =
        ExprChecker.typecheck(env, NOWHERE, parsed, com.google.common.base.Optional.absent());
    if (env.getErrorContext().getErrorCount() > 0) {
      return Optional.empty(); // it keeps its errors, so it is not used again
    }
    idle.add(env);
    return Optional.of(tree);
  }

  @SuppressWarnings("deprecation") // as above
  private Env made() {
    Env env = Env.standard(new Errors("", ""), new DescriptorTypeProvider(), declared.options());
    env.add(CelIdentDecl.newIdentDeclaration(declared.variable(), declared.type()));
    declared.functions().forEach(env::add);
    return env;
  }
}
