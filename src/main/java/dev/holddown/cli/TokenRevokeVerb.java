package dev.holddown.cli;

import dev.holddown.access.AccessTokens;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code token revoke}: ends a token. */
@Command(
    name = "revoke",
    description = "Ends an access token at once, on a running server too.",
    footer = {"", "Example:", "  holddown token revoke 7k2mq4xw"})
final class TokenRevokeVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "Its id; see: holddown token list")
  String id = "";

  TokenRevokeVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    AccessTokens tokens = AccessTokens.in(room.folder(common), room.kit().passing().clock());
    boolean known = tokens.list().stream().anyMatch(token -> token.id().equals(id));
    if (!known || !tokens.revoke(id)) {
      throw new Stop(
          Exit.NO,
          known
              ? "the token " + id + " was revoked before; nothing was changed"
              : "there is no token " + id + "; see: holddown token list");
    }
    if (common.json) {
      room.json(Map.of("revoked", id));
    } else {
      room.out().println("revoked " + id + "; it counts no longer");
    }
    return Exit.DONE;
  }
}
