package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code freeze start}: begins a freeze at once; rollback, abort and hold stay open. */
@Command(
    name = "start",
    description = "Begins a freeze at once; rollback, abort and hold stay open.",
    footer = {
      "",
      "Example:",
      "  holddown freeze start net-7 --reason 'the network is down' --env prod"
    })
final class FreezeStartVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", paramLabel = "NAME", description = "What it is called.")
  String id = "";

  @Mixin Reason why = new Reason();

  @Mixin Reach reach = new Reach();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Until when, as 2026-01-31T22:00:00Z (default: until it is ended).")
  String until = "";

  @Option(
      names = "--override-role",
      paramLabel = "R",
      description = "Roles that may let a run through, with commas (default: nobody).")
  String override = "";

  FreezeStartVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask =
        Ask.of("freeze-start")
            .with("id", id)
            .with("reason", why.reason)
            .with("services", reach.services)
            .with("environments", reach.environments)
            .with("until", until)
            .with("override", override);
    return new Decisions(room, common).send(ask, person, "frozen: \"" + id + "\"");
  }
}
