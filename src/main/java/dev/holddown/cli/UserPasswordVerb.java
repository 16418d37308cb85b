package dev.holddown.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code user password}: a new password. */
@Command(
    name = "password",
    description = {
      "Prints a link by which somebody sets a new password, or takes it from standard input.",
      "With the new password, every session that they had ends."
    },
    footer = {"", "Example:", "  holddown user password ann"})
final class UserPasswordVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "See: holddown user list")
  String name = "";

  @Option(
      names = "--password-stdin",
      description = "Take the password from the first line of standard input; print no link.")
  boolean typed;

  UserPasswordVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Accounts accounts = Accounts.of(room, common);
    if (accounts.users().find(name).isEmpty()) {
      throw new Stop(
          Exit.NO, "there is no user " + name + "; see: holddown user list; nothing was changed");
    }
    if (typed) {
      set(accounts, accounts.typed());
      return Exit.DONE;
    }
    String link = accounts.invite(name);
    accounts.note("password-link", name);
    if (common.json) {
      room.json(Map.of("user", name, "link", link));
    } else {
      room.out().println(link);
      room.err()
          .println(
              "With this link on the address of the server, "
                  + name
                  + " sets a new password: once, within 24 hours. Until then the old one counts.");
    }
    return Exit.DONE;
  }

  private void set(Accounts accounts, String password) {
    try {
      accounts.users().password(name, password, room.kit()::secret);
    } catch (IllegalArgumentException e) {
      throw Stop.usage(e.getMessage() + "; nothing was changed");
    }
    accounts.sessions().endOf(name);
    accounts.note("password-set", name);
    if (common.json) {
      room.json(Map.of("user", name));
    } else {
      room.out().println("the password of " + name + " was set; their sessions have ended");
    }
  }
}
