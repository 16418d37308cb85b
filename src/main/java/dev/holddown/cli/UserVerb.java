package dev.holddown.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code user}: who may log in with a password. */
@Command(
    name = "user",
    description = {
      "Adds, lists and removes the people who log in to the server with a password,",
      "and says in which roles they may sign."
    },
    footer = {"", "Example:", "  holddown user add ann --role approver"})
final class UserVerb implements Callable<Integer> {
  @Mixin VerbOptions common = new VerbOptions();
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Exit.USAGE;
  }
}
