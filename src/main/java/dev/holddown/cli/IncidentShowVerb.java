package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.view.IncidentView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code incident show}: shows an incident: timeline, runs, record, and what it still owes. */
@Command(
    name = "show",
    description = "Shows an incident: timeline, runs, record, and what it still owes.",
    footer = {"", "Example:", "  holddown incident show inc-20260302-030700"})
final class IncidentShowVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "INCIDENT", description = "Its id.")
  String id = "";

  IncidentShowVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    return new Decisions(room, common)
        .show(Ask.of("incident").with("id", id), IncidentView.class, IncidentLines::all, "");
  }
}
