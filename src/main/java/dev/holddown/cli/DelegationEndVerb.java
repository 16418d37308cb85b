package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code delegation end}: ends a delegation, by either of the two. */
@Command(
    name = "end",
    description = "Ends a delegation, by either of the two.",
    footer = {"", "Example:", "  holddown delegation end D7"})
final class DelegationEndVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", paramLabel = "ID", description = "The delegation.")
  String id = "";

  @Option(names = "--reason", paramLabel = "WHY", description = "Why; kept in the log.")
  String reason = "";

  DelegationEndVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("delegation-end").with("id", id).with("reason", reason);
    return new Decisions(room, common).send(ask, person, "ended delegation " + id);
  }
}
