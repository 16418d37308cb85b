package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code settle}: what became of an act. */
@Command(
    name = "settle",
    description = "Says whether an act of unknown outcome landed.",
    footer = {"", "Example:", "  holddown settle deploy --landed --reason 'seen in the console'"})
final class SettleVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(
      arity = "1..2",
      paramLabel = "[RUN] ITEM",
      description = "The item, after its run when several are open.")
  List<String> words = new ArrayList<>();

  @Option(names = "--landed", description = "It took effect.")
  boolean landed;

  @Option(names = "--not-landed", description = "It did not, and never will.")
  boolean notLanded;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "WHY",
      description = "Why; kept in the log.")
  String reason = "";

  SettleVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    if (landed == notLanded) {
      throw Stop.usage("say one of --landed and --not-landed");
    }
    Ask ask = Ask.of("settle").with("landed", landed).with("reason", reason);
    return new Orders(room, common, person).forItem(words, ask, "settled");
  }
}
