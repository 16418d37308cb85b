package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.view.IncidentView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code incident record}: fills in fields of the record of an incident. */
@Command(
    name = "record",
    description = "Fills in fields of the record of an incident.",
    footer = {
      "",
      "Example:",
      "  holddown incident record inc-20260302-030700 --root-cause 'a full disk'"
    })
final class IncidentRecordVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", paramLabel = "INCIDENT", description = "Its id.")
  String id = "";

  @Option(names = "--components", paramLabel = "TEXT", description = "What was affected.")
  String components = "";

  @Option(names = "--root-cause", paramLabel = "TEXT", description = "Why it happened.")
  String cause = "";

  @Option(
      names = "--actions",
      paramLabel = "TEXT",
      description = "What is done so that it does not again.")
  String actions = "";

  IncidentRecordVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask =
        Ask.of("incident-record")
            .with("id", id)
            .with("components", components)
            .with("root_cause", cause)
            .with("actions", actions)
            .with("as", person.name(room.environment()));
    return new Decisions(room, common).show(ask, IncidentView.class, IncidentLines::all, "");
  }
}
