package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import dev.holddown.view.OwedList;
import dev.holddown.view.OwedText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code owed}: what the runs owe to people. */
@Command(
    name = "owed",
    description = {
      "Lists what the runs owe to people, overdue first: updates, reports, postmortems.",
      "It is met with record or sign, and given up with skip, also when its run has closed."
    },
    footer = {
      "",
      "Example:",
      "  holddown owed",
      "  holddown record checkout-7k2m owed/postmortem meeting=2026-01-31T22:00:00Z --role lead"
    })
final class OwedVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  OwedVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    OwedList list = list();
    if (common.json) {
      room.json(list);
    } else {
      room.print(OwedText.lines(list, room.layout()));
    }
    return Exit.DONE;
  }

  private OwedList list() {
    Optional<Link> link = room.reading(common);
    if (link.isEmpty()) {
      return new OwedList(List.of(), room.kit().passing().clock().instant(), 0);
    }
    try (Link open = link.get()) {
      return open.ask(Ask.of("owed"), OwedList.class);
    }
  }
}
