package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.view.PermitsText;
import dev.holddown.view.PermitsView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code delegation list}: lists who may sign for whom. */
@Command(
    name = "list",
    description = "Lists who may sign for whom.",
    footer = {"", "Example:", "  holddown delegation list"})
final class DelegationListVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  DelegationListVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    return new Decisions(room, common)
        .show(
            Ask.of("delegations"),
            PermitsView.Delegations.class,
            all -> all.delegations().stream().map(PermitsText::line).toList(),
            "Nobody signs for another one.");
  }
}
