package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code freeze end}: ends a freeze that was begun by command. */
@Command(
    name = "end",
    description = "Ends a freeze that was begun by command.",
    footer = {"", "Example:", "  holddown freeze end net-7 --reason 'it is up again'"})
final class FreezeEndVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", paramLabel = "NAME", description = "What it is called.")
  String id = "";

  @Mixin Reason why = new Reason();

  @Option(
      names = "--role",
      paramLabel = "R",
      description = "A role that may override it, when you did not begin it.")
  String role = "";

  FreezeEndVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("freeze-end").with("id", id).with("reason", why.reason);
    Ask whole = role.isEmpty() ? ask : ask.with("role", role);
    return new Decisions(room, common).send(whole, person, "ended the freeze \"" + id + "\"");
  }
}
