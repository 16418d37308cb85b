package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.view.IncidentView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code incident start}: turns incident mode on for everybody; while it is on, joins instead. */
@Command(
    name = "start",
    description = "Turns incident mode on for everybody; while it is on, joins instead.",
    footer = {"", "Example:", "  holddown incident start 'no duck pulses' --severity P0"})
final class IncidentStartVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", arity = "0..1", paramLabel = "TITLE", description = "What is wrong.")
  String title = "Incident";

  @Option(names = "--severity", paramLabel = "WORD", description = "How bad (default: the worst).")
  String severity = "";

  @Mixin Reach reach = new Reach();

  IncidentStartVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask =
        Ask.of("incident-start")
            .with("title", title)
            .with("severity", severity)
            .with("services", reach.services)
            .with("environments", reach.environments)
            .with("as", person.name(room.environment()));
    return new Decisions(room, common).show(ask, IncidentView.class, IncidentLines::all, "");
  }
}
