package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Mixin ItemWords item = new ItemWords();

  @Option(names = "--role", required = true, paramLabel = "ROLE", description = "In which role.")
  String role = "";

  @Mixin Reason why = new Reason();

  DeclineVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("decline").with("role", role).with("reason", why.reason);
    return new Orders(room, common, person).forItem(item.words, ask, "declined");
  }
}
