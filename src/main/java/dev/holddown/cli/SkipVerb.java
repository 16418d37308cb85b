package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Parameters(
      arity = "1..2",
      paramLabel = "[RUN] ITEM",
      description = "The item, after its run when several are open.")
  List<String> words = new ArrayList<>();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "WHY",
      description = "Why; kept in the log.")
  String reason = "";

  SkipVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("skip").with("reason", reason);
    return new Orders(room, common, person).forItem(words, ask, "skipped");
  }
}
