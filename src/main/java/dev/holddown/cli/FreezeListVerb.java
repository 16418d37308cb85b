package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.view.PermitsText;
import dev.holddown.view.PermitsView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code freeze list}: lists freezes: which hold, until when, who may override them. */
@Command(
    name = "list",
    description = "Lists freezes: which hold, until when, who may override them.",
    footer = {"", "Example:", "  holddown freeze list"})
final class FreezeListVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  FreezeListVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    return new Decisions(room, common)
        .show(
            Ask.of("freezes"),
            PermitsView.Freezes.class,
            all -> all.freezes().stream().map(PermitsText::line).toList(),
            "There is no freeze.");
  }
}
