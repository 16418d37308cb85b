package dev.holddown.access;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The access tokens of a data folder, in {@code tokens.json} (0600). Of each token it keeps the
 * SHA-256 of salt and secret: the secret has 256 random bits, so a slow hash would add nothing. A
 * running server sees what other processes change at the next request.
 */
public final class AccessTokens {
  private static final int TOKENS_MAX = 1_000;
  private static final int ID_CHARACTERS = 8;
  private static final Duration LIFE_MAX = Duration.ofDays(366);
  private static final Pattern WRITTEN = Pattern.compile("hd_([a-z0-9]{1,16})_([a-z0-9]{1,128})");

  private final Kept<Content> kept;
  private final InstantSource clock;

  /** One token as it lies on disk. */
  record Entry(AccessToken token, String salt, String hash) {}

  /** The whole file. */
  record Content(List<Entry> tokens) {}

  /** A new token; {@code text} is what its owner sends, shown this once. */
  public record Issued(AccessToken token, String text) {}

  /** What came of checking a token; {@code why} is empty exactly when there is one. */
  public record Checked(Optional<AccessToken> token, String why) {}

  /** What somebody asks a token for. */
  public record Wish(String person, List<String> roles, AccessScope scope, Duration life) {}

  private AccessTokens(Kept<Content> kept, InstantSource clock) {
    this.kept = kept;
    this.clock = clock;
  }

  /** Those of a data folder, which need not have any. */
  public static AccessTokens in(Path folder, InstantSource clock) {
    return new AccessTokens(
        new Kept<>(folder.resolve("tokens.json"), "tokens", Content.class, new Content(List.of())),
        clock);
  }

  /**
   * Makes a token.
   *
   * @param secrets gives at least 256 random bits each time, in lower-case letters and digits
   * @throws IllegalArgumentException with a sentence when the wish is not one that can be met
   */
  public Issued add(Wish wish, Supplier<String> secrets) {
    check(wish);
    String secret = secrets.get();
    String salt = secrets.get();
    String drawn = secrets.get();
    String id = drawn.substring(Math.max(0, drawn.length() - ID_CHARACTERS));
    Instant now = clock.instant();
    AccessToken token =
        new AccessToken(
            id,
            wish.person(),
            List.copyOf(wish.roles()),
            wish.scope(),
            new AccessToken.Life(now, now.plus(wish.life()), Optional.empty()));
    change(entries -> {
      if (entries.size() >= TOKENS_MAX) {
        throw new IllegalArgumentException(
            "there are " + TOKENS_MAX + " tokens, which is the most; nothing was changed");
      }
      entries.add(new Entry(token, salt, Secrets.hash(salt, secret)));
    });
    return new Issued(token, "hd_" + id + "_" + secret);
  }

  private static void check(Wish wish) {
    Names.check(wish.person(), wish.roles());
    if (wish.life().isNegative() || wish.life().isZero() || wish.life().compareTo(LIFE_MAX) > 0) {
      throw new IllegalArgumentException(
          "a token lives longer than nothing and at most " + LIFE_MAX.toDays() + " days");
    }
  }

  /** Every token there was, oldest first. */
  public List<AccessToken> list() {
    return kept.get().tokens().stream().map(Entry::token).toList();
  }

  /** Ends a token from now on; false when there is none of this id that counts. */
  public boolean revoke(String id) {
    boolean[] found = {false};
    change(entries ->
        entries.replaceAll(entry -> {
          AccessToken token = entry.token();
          if (!token.id().equals(id) || token.life().revokedAt().isPresent()) {
            return entry;
          }
          found[0] = true;
          return new Entry(revoked(token, clock.instant()), entry.salt(), entry.hash());
        }));
    return found[0];
  }

  /** Forgets every token of a person, as if there had been none; they count no more. */
  public void forgetOf(String person) {
    change(entries -> entries.removeIf(entry -> entry.token().person().equals(person)));
  }

  private static AccessToken revoked(AccessToken token, Instant at) {
    AccessToken.Life life = token.life();
    return new AccessToken(
        token.id(),
        token.person(),
        token.roles(),
        token.scope(),
        new AccessToken.Life(life.createdAt(), life.expiresAt(), Optional.of(at)));
  }

  /** Whether a text that somebody sent is a token that counts now. */
  public Checked check(String sent) {
    Matcher written = WRITTEN.matcher(sent);
    if (!written.matches()) {
      return new Checked(Optional.empty(), "this is no token of Holddown: they begin with hd_");
    }
    for (Entry entry : kept.get().tokens()) {
      boolean right =
          entry.token().id().equals(written.group(1))
              && Secrets.same(entry.hash(), Secrets.hash(entry.salt(), written.group(2)));
      if (right) {
        Optional<String> why = entry.token().whyVoid(clock.instant());
        return why.map(w -> new Checked(Optional.empty(), w))
            .orElseGet(() -> new Checked(Optional.of(entry.token()), ""));
      }
    }
    return new Checked(Optional.empty(), "this token is not known here");
  }

  /** Whether the token of this id still counts. */
  public boolean counts(String id) {
    return kept.get().tokens().stream()
        .map(Entry::token)
        .anyMatch(token -> token.id().equals(id) && token.whyVoid(clock.instant()).isEmpty());
  }

  private void change(Consumer<List<Entry>> change) {
    kept.change(content -> {
      List<Entry> entries = new ArrayList<>(content.tokens());
      change.accept(entries);
      return new Content(List.copyOf(entries));
    });
  }
}
