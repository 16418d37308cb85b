package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exception approve}: approves an exception as it stands; not by its owner. */
@Command(
    name = "approve",
    description = "Approves an exception as it stands; not by its owner.",
    footer = {"", "Example:", "  holddown exception approve EX-7 --role security_lead"})
final class ExceptionApproveVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", paramLabel = "ID", description = "Its number.")
  String id = "";

  @Option(names = "--role", required = true, paramLabel = "R", description = "In which role.")
  String role = "";

  @Option(names = "--comment", paramLabel = "TEXT", description = "A remark beside it.")
  String comment = "";

  ExceptionApproveVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask =
        Ask.of("exception-approve").with("id", id).with("role", role).with("comment", comment);
    return new Decisions(room, common).send(ask, person, "approved exception " + id);
  }
}
