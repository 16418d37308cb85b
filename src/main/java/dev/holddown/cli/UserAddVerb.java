package dev.holddown.cli;

import dev.holddown.access.LocalUser;
import dev.holddown.access.LocalUsers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code user add}: lets somebody log in. */
@Command(
    name = "add",
    description = {
      "Adds somebody who logs in with a password, and prints a link by which they set it, once.",
      "Put the address of the server before the link. It counts for a day."
    },
    footer = {
      "",
      "Examples:",
      "  holddown user add ann --role approver --scope work",
      "  holddown user add night-shift --emergency --role approver"
    })
final class UserAddVerb implements Callable<Integer> {
  /** Of a password that a machine draws: 130 bits, as people can still copy them from paper. */
  private static final int SEALED_CHARACTERS = 26;

  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "Whose name stands in the log.")
  String name = "";

  @Option(
      names = "--role",
      paramLabel = "R",
      description = "In which role they may sign; once for each.")
  List<String> roles = new ArrayList<>();

  @Option(
      names = "--scope",
      paramLabel = "S",
      description = {
        "read: looks; brake: holds, aborts and rolls back; work: acts on runs;",
        "admin: looks after the server too",
        "(default: ${DEFAULT-VALUE})."
      })
  String scope = "work";

  @Option(
      names = "--password-stdin",
      description = "Take the password from the first line of standard input; print no link.")
  boolean typed;

  @Option(
      names = "--emergency",
      description = {
        "For when the usual way in is down: may look, hold, abort and roll back, for an hour,",
        "and everybody is told. Prints a password to be sealed away."
      })
  boolean emergency;

  UserAddVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Accounts accounts = Accounts.of(room, common);
    LocalUsers users = accounts.users();
    String password = typed ? accounts.typed() : emergency ? sealed() : "";
    try {
      if (!password.isEmpty()) {
        LocalUsers.whyBad(name, password)
            .ifPresent(why -> {
              throw new IllegalArgumentException(why + "; nothing was changed");
            });
      }
      users.add(new LocalUsers.Wish(name, roles, Accounts.scope(scope), emergency));
      if (!password.isEmpty()) {
        users.password(name, password, room.kit()::secret);
      }
    } catch (IllegalArgumentException e) {
      throw Stop.usage(String.valueOf(e.getMessage()));
    }
    accounts.note("user-added", name + " " + scope + " " + String.join(",", roles));
    say(accounts, password);
    return Exit.DONE;
  }

  private String sealed() {
    return room.kit().secret().substring(0, SEALED_CHARACTERS);
  }

  private void say(Accounts accounts, String password) {
    String link = password.isEmpty() ? accounts.invite(name) : "";
    if (common.json) {
      LocalUser user = accounts.users().find(name).orElseThrow();
      Map<String, Object> all = new LinkedHashMap<>(Map.of("user", user));
      if (!link.isEmpty()) {
        all.put("link", link);
      }
      if (emergency && !typed) {
        all.put("password", password);
      }
      room.json(all);
    } else if (!link.isEmpty()) {
      room.out().println(link);
      room.err()
          .println(
              "With this link on the address of the server, "
                  + name
                  + " sets a password: once, within 24 hours. For another: holddown user password "
                  + name);
    } else if (emergency && !typed) {
      room.out().println(password);
      room.err()
          .println(
              "This is the password of "
                  + name
                  + ", shown this once: print it and seal it. Whoever uses it is heard.");
    } else {
      room.out().println("added " + name);
    }
  }
}
