package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import dev.holddown.view.RunText;
import dev.holddown.view.RunView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code show}: one run. */
@Command(
    name = "show",
    description = "Shows a run: its stages, items, watches, and who is waited for.",
    footer = {"", "Example:", "  holddown show promote_checkout-7k2m"})
final class ShowVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin RunWord word = new RunWord();

  @Option(
      names = "--exit-code",
      description = "Exit as the run stands: 0 succeeded, 3 open, 4 rolled back, 1 or 5 else.")
  boolean exitCode;

  ShowVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    RunView view;
    try (Link link = room.mustRead(common)) {
      view = link.ask(Ask.of("show").with("run", room.run(word.run, link)), RunView.class);
    }
    if (common.json) {
      room.json(view);
    } else {
      room.print(RunText.lines(view, room.layout()));
    }
    return exitCode ? view.standing().result().exitCode() : Exit.DONE;
  }
}
