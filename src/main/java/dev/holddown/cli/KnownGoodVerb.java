package dev.holddown.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code known-good}: what {@code last_good()} may name. */
@Command(
    name = "known-good",
    description = "Versions that are known to be good, for the way back.",
    synopsisSubcommandLabel = "add",
    footer = {
      "",
      "Example:",
      "  holddown known-good add --service shop --env prod --input version=1.4.1 \\",
      "    --reason 'has run since May'"
    })
final class KnownGoodVerb implements Callable<Integer> {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    line.usage(line.getErr());
    return Exit.USAGE;
  }
}
