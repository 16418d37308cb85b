package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code freeze override}: lets one run through a freeze for a while, on record before it goes on.
 */
@Command(
    name = "override",
    description = "Lets one run through a freeze for a while, on record before it goes on.",
    footer = {
      "",
      "Example:",
      "  holddown freeze override xmas --run pay-7k2m --role cto --method phone --reason 'a hole is"
          + " open'"
    })
final class FreezeOverrideVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", paramLabel = "NAME", description = "The freeze.")
  String id = "";

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "The run (default: the only open one).")
  String run = "";

  @Option(names = "--role", required = true, paramLabel = "R", description = "In which role.")
  String role = "";

  @Option(
      names = "--method",
      required = true,
      paramLabel = "HOW",
      description = "How you were asked, such as phone or chat.")
  String method = "";

  @Mixin Reason why = new Reason();

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "For how long, at most 1440 (default: ${DEFAULT-VALUE}).")
  long minutes = 240;

  FreezeOverrideVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask =
        Ask.of("override")
            .with("freeze", id)
            .with("role", role)
            .with("method", method)
            .with("reason", why.reason)
            .with("minutes", minutes);
    return new Orders(room, common, person).forRun(run, ask, "overrode the freeze \"" + id + "\"");
  }
}
