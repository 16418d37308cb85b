package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code settle}: what became of an act. */
@Command(
    name = "settle",
    description = "Says whether an act of unknown outcome landed.",
    footer = {"", "Example:", "  holddown settle deploy --landed --reason 'seen in the console'"})
final class SettleVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Mixin ItemWords item = new ItemWords();

  @Option(names = "--landed", description = "It took effect.")
  boolean landed;

  @Option(names = "--not-landed", description = "It did not, and never will.")
  boolean notLanded;

  @Mixin Reason why = new Reason();

  SettleVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    if (landed == notLanded) {
      throw Stop.usage("say one of --landed and --not-landed");
    }
    Ask ask = Ask.of("settle").with("landed", landed).with("reason", why.reason);
    return new Orders(room, common, person).forItem(item.words, ask, "settled");
  }
}
