package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.view.IncidentView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code incident leave}: turns incident mode off; refused until what must be proven is proven. */
@Command(
    name = "leave",
    description = "Turns incident mode off; refused until what must be proven is proven.",
    footer = {"", "Example:", "  holddown incident leave inc-20260302-030700"})
final class IncidentLeaveVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", paramLabel = "INCIDENT", description = "Its id.")
  String id = "";

  @Option(names = "--reason", paramLabel = "WHY", description = "A word for the log.")
  String reason = "";

  IncidentLeaveVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask =
        Ask.of("incident-leave")
            .with("id", id)
            .with("reason", reason)
            .with("as", person.name(room.environment()));
    return new Decisions(room, common).show(ask, IncidentView.class, IncidentLines::all, "");
  }
}
