package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code recheck}: ask once more. */
@Command(
    name = "recheck",
    description = "Asks an item anew, after what was wrong has been mended.",
    footer = {
      "",
      "Example:",
      "  holddown recheck promote_checkout-7k2m scan --reason 'image rebuilt'"
    })
final class RecheckVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Mixin ItemWords item = new ItemWords();

  @Mixin Reason why = new Reason();

  RecheckVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("recheck").with("reason", why.reason);
    return new Orders(room, common, person).forItem(item.words, ask, "asked anew");
  }
}
