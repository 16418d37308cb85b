package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code card}: how to go back by hand. */
@Command(
    name = "card",
    description = "Prints the rollback card of a run: how to go back by hand, with final values.",
    footer = {"", "Example:", "  holddown card promote_checkout-7k2m > card.txt"})
final class CardVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin RunWord word = new RunWord();

  CardVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Answers.Text card;
    try (Link link = room.mustRead(common)) {
      card = link.ask(Ask.of("card").with("run", room.run(word.run, link)), Answers.Text.class);
    }
    if (common.json) {
      room.json(card);
    } else {
      room.out().print(card.text());
      room.out().flush();
    }
    return Exit.DONE;
  }
}
