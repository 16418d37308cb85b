package dev.holddown.cli;

import dev.holddown.access.AccessTokens;
import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code user erase}: a name is shown no more, anywhere. */
@Command(
    name = "erase",
    description = {
      "Removes somebody and shows their name no more: \"erased person #7\" stands instead on",
      "every page, in every log, export, stream and answer, in what comes later too. What they",
      "did stays, and the log is verified as before, since its bytes are not changed: whoever",
      "reads the data folder itself, or an older backup or export, still finds the name there.",
      "It cannot be taken back. Refused while a run is open in which the name stands."
    },
    footer = {"", "Example:", "  holddown user erase \"ann lee\""})
final class UserEraseVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "As it stands in the log.")
  String name = "";

  UserEraseVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    if (room.server(common).isPresent()) {
      throw Stop.usage("a name is erased on the machine of the data folder; leave --server out");
    }
    Answers.Erased erased;
    try (Link link = room.mustRead(common)) {
      Ask ask = Ask.of("erase-name").with("name", name).with("key", room.kit().secret());
      erased = link.ask(ask, Answers.Erased.class);
    }
    Accounts accounts = Accounts.of(room, common);
    accounts.users().remove(name);
    accounts.sessions().endOf(name);
    AccessTokens.in(room.folder(common), room.kit().passing().clock()).forgetOf(name);
    accounts.note("name-erased", erased.instead());
    if (common.json) {
      room.json(erased);
    } else {
      room.out().println("shown from now on as " + erased.instead());
    }
    return Exit.DONE;
  }
}
