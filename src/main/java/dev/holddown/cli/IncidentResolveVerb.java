package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.view.IncidentView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code incident resolve}: says that users are well again; incident mode stays on. */
@Command(
    name = "resolve",
    description = "Says that users are well again; incident mode stays on.",
    footer = {"", "Example:", "  holddown incident resolve inc-20260302-030700"})
final class IncidentResolveVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", paramLabel = "INCIDENT", description = "Its id.")
  String id = "";

  @Option(names = "--reason", paramLabel = "WHY", description = "What ended it; kept in the log.")
  String reason = "";

  IncidentResolveVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask =
        Ask.of("incident-resolve")
            .with("id", id)
            .with("reason", reason)
            .with("as", person.name(room.environment()));
    return new Decisions(room, common).show(ask, IncidentView.class, IncidentLines::all, "");
  }
}
