package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code decline}: a named person says no. */
@Command(
    name = "decline",
    description = "Says no to what is to be signed; the item has failed then.",
    footer = {
      "",
      "Example:",
      "  holddown decline approval --role approver --reason 'tests are red'"
    })
final class DeclineVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(
      arity = "1..2",
      paramLabel = "[RUN] ITEM",
      description = "The item, after its run when several are open.")
  List<String> words = new ArrayList<>();

  @Option(names = "--role", required = true, paramLabel = "ROLE", description = "In which role.")
  String role = "";

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "WHY",
      description = "Why; kept in the log.")
  String reason = "";

  DeclineVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("decline").with("role", role).with("reason", reason);
    return new Orders(room, common, person).forItem(words, ask, "declined");
  }
}
