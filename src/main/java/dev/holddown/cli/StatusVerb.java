package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import dev.holddown.view.StatusText;
import dev.holddown.view.StatusView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code status}: the runs. */
@Command(
    name = "status",
    description = "Lists the runs: open ones first, then those that closed last.",
    footer = {"", "Example:", "  holddown status --all"})
final class StatusVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Option(names = "--all", description = "Also older runs, up to 100.")
  boolean all;

  StatusVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    StatusView view = view();
    if (common.json) {
      room.json(view);
    } else {
      room.print(StatusText.lines(view, room.layout()));
    }
    return view.whole() ? Exit.DONE : Exit.FAILED;
  }

  private StatusView view() {
    Optional<Link> link = room.reading(common);
    if (link.isEmpty()) {
      return new StatusView(List.of(), room.kit().passing().clock().instant());
    }
    try (Link open = link.get()) {
      return open.ask(Ask.of("status").with("all", all), StatusView.class);
    }
  }
}
