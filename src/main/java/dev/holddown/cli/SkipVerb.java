package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skip}: pass over. */
@Command(
    name = "skip",
    description = "Passes an item over; it does not satisfy a gate.",
    footer = {
      "",
      "Example:",
      "  holddown skip promote_checkout-7k2m slow_test --reason 'lab is down'"
    })
final class SkipVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Mixin ItemWords item = new ItemWords();

  @Mixin Reason why = new Reason();

  SkipVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("skip").with("reason", why.reason);
    return new Orders(room, common, person).forItem(item.words, ask, "skipped");
  }
}
