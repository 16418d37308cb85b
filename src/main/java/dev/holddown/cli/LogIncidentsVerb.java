package dev.holddown.cli;

import dev.holddown.cli.link.Link;
import dev.holddown.view.log.IncidentLog;
import dev.holddown.view.log.LogTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code log incidents}: prints what went wrong, how bad it was and how long it took, newest first.
 */
@Command(
    name = "incidents",
    description = "Prints what went wrong, how bad it was and how long it took, newest first.",
    footer = {"", "Example:", "  holddown log incidents --service checkout --csv > incidents.csv"})
final class LogIncidentsVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin BookOptions book = new BookOptions();

  LogIncidentsVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    IncidentLog log;
    try (Link link = room.mustRead(common)) {
      log = link.ask(book.ask("incidents"), IncidentLog.class);
    }
    if (common.json) {
      room.json(log);
    } else {
      room.print(book.lines(LogTable.of(log)));
    }
    return Exit.DONE;
  }
}
