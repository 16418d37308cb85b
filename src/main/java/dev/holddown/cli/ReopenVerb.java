package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  ReopenVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("reopen").with("reason", reason);
    return new Orders(room, common, person).forItem(words, ask, "reopened");
  }
}
