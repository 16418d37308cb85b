package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code comment}: words beside a run or an item. */
@Command(
    name = "comment",
    description = "Says something about a run or one of its items; it changes no verdict.",
    footer = {
      "",
      "Example:",
      "  holddown comment promote_checkout-7k2m --item scan --text 'false alarm, see EX-7'"
    })
final class CommentVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(arity = "0..1", paramLabel = "[RUN]", description = "The run, when several are open.")
  String run = "";

  @Option(
      names = "--item",
      paramLabel = "ITEM",
      description = "The item it is about; without it, the run.")
  String item = "";

  @Option(
      names = "--text",
      required = true,
      paramLabel = "WORDS",
      description = "What is said; kept in the log.")
  String text = "";

  CommentVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask = Ask.of("comment").with("key", item).with("text", text);
    return new Orders(room, common, person).forRun(run, ask, "said");
  }
}
