package dev.holddown.cli;

import dev.holddown.access.LocalUser;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code user list}: who may log in. */
@Command(
    name = "list",
    description = "Lists who logs in with a password: name, scope, roles, and since when.",
    footer = {"", "Example:", "  holddown user list"})
final class UserListVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  UserListVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    List<LocalUser> users = Accounts.of(room, common).users().list();
    if (common.json) {
      room.json(users);
      return Exit.DONE;
    }
    if (users.isEmpty()) {
      room.out().println("There is no user yet. Add one with: holddown user add NAME");
    }
    for (LocalUser user : users) {
      String roles = user.roles().isEmpty() ? "no role" : String.join(", ", user.roles());
      String since =
          user.life()
              .passwordAt()
              .map(at -> "password since " + at)
              .orElse("has set no password yet");
      String kind = user.life().emergency() ? "emergency" : user.scope().word();
      room.out().println(String.join("  ", user.name(), kind, roles, since));
    }
    return Exit.DONE;
  }
}
