package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code waive}: asks that a check which did not pass be let through. */
@Command(
    name = "waive",
    description = {
      "Asks that a check which did not pass be let through for a while, 168 hours at most.",
      "Another person approves it: holddown sign RUN waiver/ITEM --role ROLE"
    },
    footer = {
      "",
      "Example:",
      "  holddown waive promote_checkout-7k2m lighthouse --reason 'the new font' --risk low"
          + " --expires 2026-01-31T22:00:00Z"
    })
final class WaiveVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Mixin ItemWords item = new ItemWords();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "WHY",
      description = "The rationale; kept in the log.")
  String reason = "";

  @Option(
      names = "--risk",
      required = true,
      paramLabel = "R",
      description = "How bad it may get: low, medium or high.")
  String risk = "";

  @Option(
      names = "--expires",
      required = true,
      paramLabel = "TIME",
      description = "Until when, as 2026-01-31T22:00:00Z.")
  String expires = "";

  @Option(
      names = "--owner",
      paramLabel = "NAME",
      description = "Who answers for it (default: you).")
  String owner = "";

  @Option(names = "--reference", paramLabel = "TEXT", description = "Where more is written.")
  String reference = "";

  WaiveVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask =
        Ask.of("waive")
            .with("reason", reason)
            .with("risk", risk)
            .with("expires", expires)
            .with("owner", owner)
            .with("reference", reference);
    return new Orders(room, common, person).forItem(item.words, ask, "asked for a waiver of");
  }
}
