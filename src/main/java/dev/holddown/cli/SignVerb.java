package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sign}: a named person says yes. */
@Command(
    name = "sign",
    description = "Signs an item, a gate (gate/STAGE) or a rollback (rollback/approval).",
    footer = {"", "Example:", "  holddown sign promote_checkout-7k2m approval --role approver"})
final class SignVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Mixin ItemWords item = new ItemWords();

  @Option(names = "--role", required = true, paramLabel = "ROLE", description = "In which role.")
  String role = "";

  @Option(names = "--comment", paramLabel = "TEXT", description = "A remark beside the signature.")
  String comment = "";

  @Option(
      names = "--for",
      paramLabel = "NAME",
      description = "In whose name, who delegated the role to you.")
  String giver = "";

  @Option(
      names = "--method",
      paramLabel = "HOW",
      description = "How the approval was given, such as console, chat or phone.")
  String method = "";

  SignVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask own = Ask.of("sign").with("role", role).with("comment", comment);
    Ask told = method.isBlank() ? own : own.with("method", method);
    Ask ask = giver.isBlank() ? told : told.with("for", giver);
    return new Orders(room, common, person).forItem(item.words, ask, "signed");
  }
}
