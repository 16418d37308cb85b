package dev.holddown.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code user remove}: somebody logs in no longer. */
@Command(
    name = "remove",
    description = {
      "Takes somebody's password away and ends their sessions at once, on a running server too.",
      "What they did stays in the log. Access tokens in their name go on: holddown token list."
    },
    footer = {"", "Example:", "  holddown user remove ann"})
final class UserRemoveVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "See: holddown user list")
  String name = "";

  UserRemoveVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Accounts accounts = Accounts.of(room, common);
    if (!accounts.users().remove(name)) {
      throw new Stop(
          Exit.NO, "there is no user " + name + "; see: holddown user list; nothing was changed");
    }
    accounts.sessions().endOf(name);
    accounts.note("user-removed", name);
    if (common.json) {
      room.json(Map.of("removed", name));
    } else {
      room.out().println("removed " + name + "; their sessions have ended");
    }
    return Exit.DONE;
  }
}
