package dev.holddown.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code attach}: follow a run that goes on. */
@Command(
    name = "attach",
    description = {
      "Follows a run live and asks for what is to be signed.",
      "Closing the terminal changes nothing; Ctrl-C asks."
    },
    footer = {"", "Example:", "  holddown attach promote_checkout-7k2m"})
final class AttachVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();
  @Mixin RunWord word = new RunWord();

  AttachVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    var link = room.acting(common);
    return new Follow(room, common, person).until(link, room.run(word.run, link));
  }
}
