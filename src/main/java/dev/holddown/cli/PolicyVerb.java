package dev.holddown.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code policy}: lists the preauthorisations of the workspace, and signs one. */
@Command(
    name = "policy",
    description = "Lists the preauthorisations of the workspace, and signs one.",
    footer = {"", "Example:", "  holddown policy sign checkout_rollback --role cto"})
final class PolicyVerb implements Callable<Integer> {
  @Mixin VerbOptions common = new VerbOptions();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Exit.USAGE;
  }
}
