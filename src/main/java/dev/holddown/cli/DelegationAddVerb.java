package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code delegation add}: lets another person sign for you, 30 days at most. */
@Command(
    name = "add",
    description = "Lets another person sign for you, 30 days at most.",
    footer = {
      "",
      "Example:",
      "  holddown delegation add bob --role approver --until 2026-01-31T22:00:00Z"
    })
final class DelegationAddVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", paramLabel = "PERSON", description = "Who signs for you.")
  String to = "";

  @Option(
      names = "--role",
      required = true,
      paramLabel = "R",
      description = "In which roles, with commas.")
  String roles = "";

  @Option(
      names = "--until",
      required = true,
      paramLabel = "TIME",
      description = "Until when, as 2026-01-31T22:00:00Z.")
  String until = "";

  @Option(names = "--reason", paramLabel = "WHY", description = "Why; kept in the log.")
  String reason = "";

  DelegationAddVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask =
        Ask.of("delegate")
            .with("to", to)
            .with("roles", roles)
            .with("until", until)
            .with("reason", reason);
    return new Decisions(room, common).send(ask, person, to + " may sign for you");
  }
}
