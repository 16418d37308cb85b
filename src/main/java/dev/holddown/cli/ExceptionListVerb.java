package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.view.PermitsText;
import dev.holddown.view.PermitsView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code exception list}: lists the policy exceptions of the workspace. */
@Command(
    name = "list",
    description = "Lists the policy exceptions of the workspace.",
    footer = {"", "Example:", "  holddown exception list"})
final class ExceptionListVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  ExceptionListVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    return new Decisions(room, common)
        .show(
            Ask.of("exceptions"),
            PermitsView.Exceptions.class,
            all -> all.exceptions().stream().map(PermitsText::line).toList(),
            "The workspace has no exceptions.");
  }
}
