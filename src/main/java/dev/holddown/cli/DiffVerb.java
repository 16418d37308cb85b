package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code diff}: how the playbook of a run differs from that in force now. */
@Command(
    name = "diff",
    description = "Shows how the playbook that a run is run from differs from the one in force.",
    footer = {"", "Example:", "  holddown diff promote_checkout-7k2m"})
final class DiffVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "The run.")
  String run = "";

  DiffVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    return new Decisions(room, common)
        .show(
            Ask.of("diff").with("run", run),
            Answers.Diff.class,
            DiffVerb::lines,
            "The playbook in force is the one that the run is run from.");
  }

  private static List<String> lines(Answers.Diff diff) {
    List<String> lines = new ArrayList<>();
    if (!diff.found()) {
      lines.add("The workspace in force has no playbook \"" + diff.playbook() + "\".");
    }
    diff.changes()
        .forEach(change -> {
          lines.add(change.place());
          lines.add("  - " + (change.was().isEmpty() ? "(nothing)" : change.was()));
          lines.add("  + " + (change.is().isEmpty() ? "(nothing)" : change.is()));
        });
    return lines;
  }
}
