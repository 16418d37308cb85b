package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  RecheckVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("recheck").with("reason", reason);
    return new Orders(room, common, person).forItem(words, ask, "asked anew");
  }
}
