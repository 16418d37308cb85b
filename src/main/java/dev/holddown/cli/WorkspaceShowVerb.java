package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code workspace show}: shows what is in force, what waits, and what is wrong with it. */
@Command(
    name = "show",
    description = "Shows what is in force, what waits, and what is wrong with it.",
    footer = {"", "Example:", "  holddown workspace show"})
final class WorkspaceShowVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  WorkspaceShowVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    return new Decisions(room, common)
        .show(
            Ask.of("workspace"),
            Answers.Workspace.class,
            WorkspaceShowVerb::lines,
            "There is no workspace; name one with HOLDDOWN_WORKSPACE or serve --workspace.");
  }

  private static List<String> lines(Answers.Workspace workspace) {
    List<String> lines = new ArrayList<>();
    if (!workspace.inForce().isEmpty()) {
      lines.add(
          "In force: sha256:" + workspace.inForce() + ", " + workspace.files().size() + " files");
    }
    if (!workspace.pending().isEmpty()) {
      lines.add("Not in force: sha256:" + workspace.pending());
    }
    workspace.problems().forEach(problem -> lines.add("  " + problem));
    if (!workspace.waits().isEmpty()) {
      lines.add("It waits for " + workspace.waits() + ":");
      lines.add("  holddown workspace approve " + workspace.pending() + " --role ROLE");
    }
    return lines;
  }
}
