package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code resume}: go on, after a hold or after the engine ended. */
@Command(
    name = "resume",
    description = {
      "Without RUN: starts the engine when none runs, which takes over every open run.",
      "With RUN: also lifts its hold."
    },
    footer = {"", "Example:", "  holddown resume promote_checkout-7k2m"})
final class ResumeVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", arity = "0..1", paramLabel = "RUN", description = "The run to go on.")
  String run = "";

  @Option(names = "--reason", paramLabel = "WHY", description = "Why; kept in the log.")
  String reason = "";

  ResumeVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    return run.isEmpty()
        ? takeOver()
        : new Orders(room, common, person)
            .forRun(run, Ask.of("resume").with("reason", reason), "resumed");
  }

  private int takeOver() {
    if (room.server(common).isPresent()) {
      throw Stop.usage("the engine of a server runs already; name the run whose hold is lifted");
    }
    if (!Files.isDirectory(room.folder(common))) {
      throw new Stop(Exit.NO, "nothing has been run in " + room.folder(common) + " yet");
    }
    try (Link link = room.acting(common)) {
      Answers.Pong pong = link.ask(Ask.of("ping"), Answers.Pong.class);
      if (common.json) {
        room.json(pong);
      } else {
        room.out()
            .println(
                pong.openRuns() == 0
                    ? "No run is open."
                    : "The engine works (pid "
                        + pong.pid()
                        + ") on "
                        + pong.openRuns()
                        + (pong.openRuns() == 1 ? " open run" : " open runs")
                        + "; see: holddown status");
      }
    }
    return Exit.DONE;
  }
}
