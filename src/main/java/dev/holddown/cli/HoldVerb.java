package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hold}: freeze the progress. */
@Command(
    name = "hold",
    description = "Freezes the progress of a run; watches go on, and so does a rollback.",
    footer = {"", "Example:", "  holddown hold promote_checkout-7k2m --reason 'database is slow'"})
final class HoldVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();
  @Mixin RunWord word = new RunWord();

  @Option(names = "--reason", paramLabel = "WHY", description = "Why; kept in the log.")
  String reason = "asked for at the command line";

  HoldVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    return new Orders(room, common, person)
        .forRun(word.run, Ask.of("hold").with("reason", reason), "held");
  }
}
