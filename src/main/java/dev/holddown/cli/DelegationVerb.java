package dev.holddown.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code delegation}: lets another person sign for you, and lists and ends that. */
@Command(
    name = "delegation",
    description = "Lets another person sign for you, and lists and ends that.",
    footer = {
      "",
      "Example:",
      "  holddown delegation add bob --role approver --until 2026-01-31T22:00:00Z"
    })
final class DelegationVerb implements Callable<Integer> {
  @Mixin VerbOptions common = new VerbOptions();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Exit.USAGE;
  }
}
