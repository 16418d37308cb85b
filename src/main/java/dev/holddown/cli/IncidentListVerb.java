package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.view.IncidentView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code incident list}: lists incidents, the newest first; the one that is on says so. */
@Command(
    name = "list",
    description = "Lists incidents, the newest first; the one that is on says so.",
    footer = {"", "Example:", "  holddown incident list"})
final class IncidentListVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  IncidentListVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    return new Decisions(room, common)
        .show(
            Ask.of("incidents"),
            IncidentView.All.class,
            all -> all.incidents().stream().map(IncidentLines::line).toList(),
            "There was no incident; incident mode is off.");
  }
}
