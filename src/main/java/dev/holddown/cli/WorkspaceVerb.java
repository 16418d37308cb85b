package dev.holddown.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code workspace}: shows what of the workspace is in force, and approves a change of it. */
@Command(
    name = "workspace",
    description = "Shows what of the workspace is in force, and approves a change of it.",
    footer = {"", "Example:", "  holddown workspace show"})
final class WorkspaceVerb implements Callable<Integer> {
  @Mixin VerbOptions common = new VerbOptions();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Exit.USAGE;
  }
}
