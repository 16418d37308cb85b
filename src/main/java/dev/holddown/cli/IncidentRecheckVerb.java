package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.view.IncidentView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code incident recheck}: takes a new look beside the pinned snapshot. */
@Command(
    name = "recheck",
    description = "Takes a new look beside the pinned snapshot.",
    footer = {"", "Example:", "  holddown incident recheck inc-20260302-030700"})
final class IncidentRecheckVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", paramLabel = "INCIDENT", description = "Its id.")
  String id = "";

  IncidentRecheckVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("incident-recheck").with("id", id).with("as", person.name(room.environment()));
    return new Decisions(room, common).show(ask, IncidentView.class, IncidentLines::all, "");
  }
}
