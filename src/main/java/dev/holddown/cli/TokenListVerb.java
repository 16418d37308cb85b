package dev.holddown.cli;

import dev.holddown.access.AccessToken;
import dev.holddown.access.AccessTokens;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code token list}: who may use the server. */
@Command(
    name = "list",
    description = "Lists the access tokens: id, person, scope, roles, until when.",
    footer = {"", "Example:", "  holddown token list"})
final class TokenListVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  TokenListVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Instant now = room.kit().passing().clock().instant();
    List<AccessToken> tokens =
        AccessTokens.in(room.folder(common), room.kit().passing().clock()).list();
    if (common.json) {
      room.json(tokens);
      return Exit.DONE;
    }
    if (tokens.isEmpty()) {
      room.out()
          .println("There is no token yet. Make one with: holddown token add NAME --scope work");
    }
    for (AccessToken token : tokens) {
      String until =
          token.whyVoid(now).isEmpty() ? "until " + token.life().expiresAt() : "counts no longer";
      String roles = token.roles().isEmpty() ? "no role" : String.join(", ", token.roles());
      room.out()
          .println(
              String.join("  ", token.id(), token.person(), token.scope().word(), roles, until));
    }
    return Exit.DONE;
  }
}
