package dev.holddown.cli;

import dev.holddown.access.LocalUser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code user roles}: what somebody may. */
@Command(
    name = "roles",
    description = {
      "Gives somebody these roles, and no others, on a running server too.",
      "Roles that the people document of the workspace names are given there, and only there."
    },
    footer = {"", "Example:", "  holddown user roles ann --role approver --role operator"})
final class UserRolesVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "See: holddown user list")
  String name = "";

  @Option(
      names = "--role",
      paramLabel = "R",
      description = "In which role they may sign; once for each; none: no role.")
  List<String> roles = new ArrayList<>();

  @Option(
      names = "--scope",
      paramLabel = "S",
      description = "read, brake, work or admin (default: as it is).")
  String scope = "";

  UserRolesVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Accounts accounts = Accounts.of(room, common);
    LocalUser user =
        accounts
            .users()
            .find(name)
            .orElseThrow(() ->
                new Stop(
                    Exit.NO,
                    "there is no user " + name + "; see: holddown user list; nothing was changed"));
    try {
      accounts.users().roles(name, roles, scope.isEmpty() ? user.scope() : Accounts.scope(scope));
    } catch (IllegalArgumentException e) {
      throw Stop.usage(String.valueOf(e.getMessage()));
    }
    LocalUser now = accounts.users().find(name).orElseThrow();
    String given = now.roles().isEmpty() ? "no role" : String.join(", ", now.roles());
    accounts.note("roles-changed", name + " " + now.scope().word() + " " + given);
    if (common.json) {
      room.json(now);
    } else {
      room.out().println(name + " has the scope " + now.scope().word() + " and " + given);
    }
    return Exit.DONE;
  }
}
