package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code abort}: stop, and leave things as they are. */
@Command(
    name = "abort",
    description = "Stops forward work, leaves the world as it is, and says what is in place.",
    footer = {"", "Example:", "  holddown abort promote_checkout-7k2m --reason 'wrong version'"})
final class AbortVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();
  @Mixin RunWord word = new RunWord();

  @Option(names = "--reason", paramLabel = "WHY", description = "Why; kept in the log.")
  String reason = "asked for at the command line";

  AbortVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    return new Orders(room, common, person)
        .forRun(word.run, Ask.of("abort").with("reason", reason), "abort taken");
  }
}
