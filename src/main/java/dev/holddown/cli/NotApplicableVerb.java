package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code na}: does not apply. */
@Command(
    name = "na",
    description = "Closes an item as not applicable, by a role that the playbook names.",
    footer = {
      "",
      "Example:",
      "  holddown na lambda_check --role product_owner --reason 'no lambda'"
    })
final class NotApplicableVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Mixin ItemWords item = new ItemWords();

  @Option(names = "--role", required = true, paramLabel = "ROLE", description = "In which role.")
  String role = "";

  @Mixin Reason why = new Reason();

  NotApplicableVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("na").with("role", role).with("reason", why.reason);
    return new Orders(room, common, person).forItem(item.words, ask, "closed as not applicable:");
  }
}
