package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.view.IncidentView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code incident note}: adds a line to the timeline of an incident. */
@Command(
    name = "note",
    description = "Adds a line to the timeline of an incident.",
    footer = {"", "Example:", "  holddown incident note inc-20260302-030700 'agents start again'"})
final class IncidentNoteVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", paramLabel = "INCIDENT", description = "Its id.")
  String id = "";

  @Parameters(index = "1", paramLabel = "TEXT", description = "What happened.")
  String text = "";

  IncidentNoteVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask =
        Ask.of("incident-note")
            .with("id", id)
            .with("text", text)
            .with("as", person.name(room.environment()));
    return new Decisions(room, common).show(ask, IncidentView.class, IncidentLines::all, "");
  }
}
