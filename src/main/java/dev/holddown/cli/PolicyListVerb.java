package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.view.PermitsText;
import dev.holddown.view.PermitsView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code policy list}: lists preauthorisations: who signed, until when, how often used. */
@Command(
    name = "list",
    description = "Lists preauthorisations: who signed, until when, how often used.",
    footer = {"", "Example:", "  holddown policy list"})
final class PolicyListVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  PolicyListVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    return new Decisions(room, common)
        .show(
            Ask.of("policies"),
            PermitsView.Policies.class,
            all -> all.policies().stream().map(PermitsText::line).toList(),
            "The workspace has no preauthorisations.");
  }
}
