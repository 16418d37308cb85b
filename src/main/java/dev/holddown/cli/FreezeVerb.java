package dev.holddown.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code freeze}: lists, begins and ends freezes, and lets a run through one. */
@Command(
    name = "freeze",
    description = "Lists, begins and ends freezes, and lets a run through one.",
    footer = {
      "",
      "Example:",
      "  holddown freeze start net-7 --reason 'the network is down' --override-role cto"
    })
final class FreezeVerb implements Callable<Integer> {
  @Mixin VerbOptions common = new VerbOptions();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Exit.USAGE;
  }
}
