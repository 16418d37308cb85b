package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reopen}: take back what was decided. */
@Command(
    name = "reopen",
    description = {
      "Takes back what was decided on an item; what stood on it is void.",
      "Behind a Go too, as long as nothing was done on that."
    },
    footer = {
      "",
      "Example:",
      "  holddown reopen promote_checkout-7k2m scan --reason 'wrong image'"
    })
final class ReopenVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Mixin ItemWords item = new ItemWords();

  @Mixin Reason why = new Reason();

  ReopenVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("reopen").with("reason", why.reason);
    return new Orders(room, common, person).forItem(item.words, ask, "reopened");
  }
}
