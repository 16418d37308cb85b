package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code defer}: put a run off to another hour. */
@Command(
    name = "defer",
    description = {
      "Puts a run off to another hour: it is held until then, asks anew what had not passed, and",
      "goes on. 'holddown resume' goes on before. Watches go on, and a rollback is never put off."
    },
    footer = {
      "",
      "Example:",
      "  holddown defer pre_deploy-7k2m --until 02:00 --reason 'the mail quota is amber'"
    })
final class DeferVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();
  @Mixin RunWord word = new RunWord();

  @Option(
      names = "--until",
      required = true,
      paramLabel = "TIME",
      description = "2026-01-31T22:00:00Z, or 22:00 for the next time that it is so late, UTC.")
  String until = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "WHY",
      description = "Why; kept in the log.")
  String reason = "";

  DeferVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    return new Orders(room, common, person)
        .forRun(word.run, Ask.of("defer").with("until", until).with("reason", reason), "deferred");
  }
}
