package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code policy sign}: signs a preauthorisation for the ways back that name it. */
@Command(
    name = "sign",
    description = "Signs a preauthorisation for the ways back that name it.",
    footer = {"", "Example:", "  holddown policy sign checkout_rollback --role cto"})
final class PolicySignVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", paramLabel = "ID", description = "The preauthorisation.")
  String id = "";

  @Option(names = "--role", required = true, paramLabel = "R", description = "In which role.")
  String role = "";

  @Option(names = "--comment", paramLabel = "TEXT", description = "A remark beside it.")
  String comment = "";

  PolicySignVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("policy-sign").with("id", id).with("role", role).with("comment", comment);
    return new Decisions(room, common).send(ask, person, "signed \"" + id + "\"");
  }
}
