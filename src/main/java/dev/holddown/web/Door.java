package dev.holddown.web;

import dev.holddown.access.AccessScope;
import dev.holddown.access.AccessTokens;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Who may come in. A token that counts is always let in; wrong ones are counted by address, so that
 * guessing is slow and the log stays short, and nobody can lock somebody else out.
 */
final class Door {
  static final int WRONG_MAX = 10;
  static final int WINDOW_SECONDS = 60;
  private static final int ADDRESSES_MAX = 10_000;

  private final AccessTokens tokens;
  private final boolean open;
  private final LongSupplier nanos;
  private final Map<String, Wrong> wrong = new LinkedHashMap<>();

  /** Wrong tokens of one address since a moment of the stopwatch. */
  private record Wrong(long since, int count) {}

  /** {@code open}: whether callers of this machine need no token. */
  Door(AccessTokens tokens, boolean open, LongSupplier nanos) {
    this.tokens = tokens;
    this.open = open;
    this.nanos = nanos;
  }

  /** A caller with at least this scope, or a {@link Problem}. */
  Caller enter(AccessScope needed, Visitor visitor) {
    Caller caller = caller(visitor);
    if (!caller.scope().holds(needed)) {
      throw Problem.of(
          403,
          "scope",
          "the token of "
              + caller.person()
              + " has the scope "
              + caller.scope().word()
              + "; this needs "
              + needed.word()
              + "; nothing was changed");
    }
    return caller;
  }

  private Caller caller(Visitor visitor) {
    Optional<String> sent = visitor.header("Authorization");
    if (sent.isEmpty() && open && local(visitor)) {
      return Caller.open(person(visitor));
    }
    if (sent.isEmpty()) {
      throw nobody("an access token is needed: send it as Authorization: Bearer hd_…");
    }
    if (!sent.get().regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw failed(visitor, "the header Authorization must say: Bearer hd_…");
    }
    AccessTokens.Checked checked = tokens.check(sent.get().substring(7).strip());
    return checked.token().map(Caller::of).orElseThrow(() -> failed(visitor, checked.why()));
  }

  /** Whether a caller may still be here: for answers that go on for long. */
  boolean still(Caller caller) {
    return caller.token().map(tokens::counts).orElse(open);
  }

  /** A name that a page of another machine gives for this one would be no such host (rebinding). */
  private static boolean local(Visitor visitor) {
    String host = visitor.header("Host").orElse("");
    String name = host.replaceFirst(":\\d+$", "");
    try {
      return InetAddress.getByName(visitor.address()).isLoopbackAddress()
          && (name.equals("localhost") || name.equals("127.0.0.1") || name.equals("[::1]"));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String person(Visitor visitor) {
    String named =
        java.net.URLDecoder.decode(
            visitor.header("Holddown-As").orElse("").replace("+", "%2B"), StandardCharsets.UTF_8);
    String person = Values.clean("Holddown-As", named).strip();
    return person.isEmpty() || person.length() > 64 ? "somebody" : person;
  }

  private Problem failed(Visitor visitor, String why) {
    return tooMany(visitor.address())
        ? Problem.of(
                429,
                "too-many-wrong-tokens",
                "more than "
                    + WRONG_MAX
                    + " wrong tokens came from this address within "
                    + WINDOW_SECONDS
                    + " seconds; a right one is let in at any time")
            .header("Retry-After", String.valueOf(WINDOW_SECONDS))
        : nobody(why);
  }

  private static Problem nobody(String why) {
    return Problem.of(401, "token", why + "; nothing was changed")
        .header("WWW-Authenticate", "Bearer realm=\"holddown\"");
  }

  private synchronized boolean tooMany(String address) {
    long now = nanos.getAsLong();
    long window = TimeUnit.SECONDS.toNanos(WINDOW_SECONDS);
    wrong.values().removeIf(w -> now - w.since() > window);
    Wrong before = wrong.get(address);
    if (before == null && wrong.size() >= ADDRESSES_MAX) {
      return true;
    }
    int count = before == null ? 1 : before.count() + 1;
    wrong.put(address, new Wrong(before == null ? now : before.since(), count));
    return count > WRONG_MAX;
  }
}
