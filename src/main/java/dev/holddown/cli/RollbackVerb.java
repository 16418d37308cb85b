package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rollback}: go back. */
@Command(
    name = "rollback",
    description = "Takes a run back, also one that is closed. Comes before everything else.",
    footer = {"", "Example:", "  holddown rollback promote_checkout-7k2m --reason 'orders fail'"})
final class RollbackVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();
  @Mixin RunWord word = new RunWord();

  @Option(names = "--reason", paramLabel = "WHY", description = "Why; kept in the log.")
  String reason = "asked for at the command line";

  RollbackVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    return new Orders(room, common, person)
        .forRun(word.run, Ask.of("rollback").with("reason", reason), "rollback taken");
  }
}
