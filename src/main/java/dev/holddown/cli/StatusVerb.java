package dev.holddown.cli;

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

  /**
   * The verb with the options that are given most often; empty where picocli has to look: at help,
   * at any other option, at a mistake. To read the options of one verb takes it longer than all the
   * rest of this one does.
   */
  static Optional<StatusVerb> plain(Room room, List<String> args) {
    StatusVerb verb = new StatusVerb(room);
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      boolean once = args.indexOf(arg) == i;
      if (arg.equals("--all") && once) {
        verb.all = true;
      } else if (arg.equals("--json") && once) {
        verb.common.json = true;
      } else if (arg.equals("--data") && i + 1 < args.size() && verb.common.data.isEmpty()) {
        verb.common.data = args.get(++i);
      } else if (arg.startsWith("--data=") && verb.common.data.isEmpty()) {
        verb.common.data = arg.substring("--data=".length());
      } else {
        return Optional.empty();
      }
    }
    boolean folder = args.stream().noneMatch(arg -> arg.startsWith("--data"));
    return folder || named(verb.common.data) ? Optional.of(verb) : Optional.empty();
  }

  private static boolean named(String folder) {
    return !folder.isEmpty() && !folder.startsWith("-") && !folder.startsWith("\"");
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
      return open.status(all);
    }
  }
}
