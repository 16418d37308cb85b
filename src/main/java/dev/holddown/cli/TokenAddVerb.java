package dev.holddown.cli;

import dev.holddown.access.AccessScope;
import dev.holddown.access.AccessTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code token add}: lets somebody use the server. */
@Command(
    name = "add",
    description = {
      "Makes an access token for a person and prints it, this once.",
      "A running server takes it at once."
    },
    footer = {
      "",
      "Example:",
      "  holddown token add ann --role approver --scope work --expires 30d"
    })
final class TokenAddVerb implements Callable<Integer> {
  private static final Pattern LIFE = Pattern.compile("(\\d{1,5})([hd])");

  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "Whose name stands in the log.")
  String person = "";

  @Option(
      names = "--role",
      paramLabel = "R",
      description = "In which role they may sign; once for each.")
  List<String> roles = new ArrayList<>();

  @Option(
      names = "--scope",
      required = true,
      paramLabel = "S",
      description = {
        "read: looks; brake: holds, aborts and rolls back; work: acts on runs;",
        "admin: looks after the server too."
      })
  String scope = "";

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "How long it counts, such as 12h or 30d (default: ${DEFAULT-VALUE}).")
  String expires = "30d";

  TokenAddVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() throws IOException {
    AccessScope reach = Accounts.scope(scope);
    AccessTokens tokens = AccessTokens.in(made(), room.kit().passing().clock());
    AccessTokens.Issued issued;
    try {
      issued = tokens.add(new AccessTokens.Wish(person, roles, reach, life()), room.kit()::secret);
    } catch (IllegalArgumentException e) {
      throw Stop.usage(String.valueOf(e.getMessage()));
    }
    if (common.json) {
      room.json(Map.of("token", issued.text(), "about", issued.token()));
    } else {
      room.out().println(issued.text());
      room.err()
          .println(
              "This is the token of "
                  + person
                  + " until "
                  + issued.token().life().expiresAt()
                  + ". It is shown this once; put it into HOLDDOWN_TOKEN. To end it: holddown token"
                  + " revoke "
                  + issued.token().id());
    }
    return Exit.DONE;
  }

  private Path made() throws IOException {
    Path folder = room.folder(common);
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return folder;
  }

  private Duration life() {
    Matcher written = LIFE.matcher(expires);
    if (!written.matches()) {
      throw Stop.usage("--expires " + expires + ": write hours or days, such as 12h or 30d");
    }
    long count = Long.parseLong(written.group(1));
    return written.group(2).equals("h") ? Duration.ofHours(count) : Duration.ofDays(count);
  }
}
