package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code workspace approve}: agrees that a change of the workspace comes into force. */
@Command(
    name = "approve",
    description = "Agrees that a change of the workspace comes into force.",
    footer = {"", "Example:", "  holddown workspace approve 9f86d081… --role release_manager"})
final class WorkspaceApproveVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(
      index = "0",
      paramLabel = "DIGEST",
      description = "What is agreed to, as workspace show tells it.")
  String digest = "";

  @Option(names = "--role", required = true, paramLabel = "R", description = "In which role.")
  String role = "";

  @Option(names = "--comment", paramLabel = "TEXT", description = "A remark beside it.")
  String comment = "";

  WorkspaceApproveVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask =
        Ask.of("workspace-approve")
            .with("digest", digest.replace("sha256:", ""))
            .with("role", role)
            .with("comment", comment);
    return new Decisions(room, common).send(ask, person, "approved");
  }
}
