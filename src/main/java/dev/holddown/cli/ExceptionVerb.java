package dev.holddown.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code exception}: lists the policy exceptions of the workspace, and approves one. */
@Command(
    name = "exception",
    description = "Lists the policy exceptions of the workspace, and approves one.",
    footer = {"", "Example:", "  holddown exception approve EX-7 --role security_lead"})
final class ExceptionVerb implements Callable<Integer> {
  @Mixin VerbOptions common = new VerbOptions();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Exit.USAGE;
  }
}
