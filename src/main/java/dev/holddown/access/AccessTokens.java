package dev.holddown.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The access tokens of a data folder, in {@code tokens.json} (0600). Of each token it keeps the
 * SHA-256 of salt and secret: the secret has 256 random bits, so a slow hash would add nothing. A
 * running server sees what other processes change at the next request.
 */
public final class AccessTokens {
  private static final int TOKENS_MAX = 1_000;
  private static final long FILE_BYTES_MAX = 4L * 1024 * 1024;
  private static final int ID_CHARACTERS = 8;
  private static final Duration LIFE_MAX = Duration.ofDays(366);
  private static final Pattern WRITTEN = Pattern.compile("hd_([a-z0-9]{1,16})_([a-z0-9]{1,128})");
  private static final Pattern PERSON = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@+-]{0,63}");
  private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path file;
  private final InstantSource clock;
  private String readAs = "";
  private List<Entry> known = List.of();

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

  private AccessTokens(Path file, InstantSource clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Those of a data folder, which need not have any. */
  public static AccessTokens in(Path folder, InstantSource clock) {
    return new AccessTokens(folder.resolve("tokens.json"), clock);
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
      entries.add(new Entry(token, salt, hash(salt, secret)));
    });
    return new Issued(token, "hd_" + id + "_" + secret);
  }

  private static void check(Wish wish) {
    if (!PERSON.matcher(wish.person()).matches()) {
      throw new IllegalArgumentException(
          "a person's name has 1 to 64 letters, digits, spaces and . _ @ + -");
    }
    for (String role : wish.roles()) {
      if (!ROLE.matcher(role).matches()) {
        throw new IllegalArgumentException("a role has 1 to 64 letters, digits and . _ -");
      }
    }
    if (wish.life().isNegative() || wish.life().isZero() || wish.life().compareTo(LIFE_MAX) > 0) {
      throw new IllegalArgumentException(
          "a token lives longer than nothing and at most " + LIFE_MAX.toDays() + " days");
    }
  }

  /** Every token there was, oldest first. */
  public synchronized List<AccessToken> list() {
    return entries().stream().map(Entry::token).toList();
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
  public synchronized Checked check(String sent) {
    Matcher written = WRITTEN.matcher(sent);
    if (!written.matches()) {
      return new Checked(Optional.empty(), "this is no token of Holddown: they begin with hd_");
    }
    for (Entry entry : entries()) {
      boolean right =
          entry.token().id().equals(written.group(1))
              && MessageDigest.isEqual(
                  bytes(entry.hash()), bytes(hash(entry.salt(), written.group(2))));
      if (right) {
        Optional<String> why = entry.token().whyVoid(clock.instant());
        return why.map(w -> new Checked(Optional.empty(), w))
            .orElseGet(() -> new Checked(Optional.of(entry.token()), ""));
      }
    }
    return new Checked(Optional.empty(), "this token is not known here");
  }

  /** Whether the token of this id still counts. */
  public synchronized boolean counts(String id) {
    return entries().stream()
        .map(Entry::token)
        .anyMatch(token -> token.id().equals(id) && token.whyVoid(clock.instant()).isEmpty());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String hash(String salt, String secret) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(bytes(salt + ":" + secret)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  // --- the file ---

  private List<Entry> entries() {
    try {
      if (!Files.exists(file)) {
        return List.of();
      }
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      String as = now.fileKey() + " " + now.lastModifiedTime() + " " + now.size();
      if (!as.equals(readAs)) {
        known = read(now.size());
        readAs = as;
      }
      return known;
    } catch (IOException e) {
      throw new UncheckedIOException("the tokens in " + file + " cannot be read: " + e, e);
    }
  }

  private List<Entry> read(long bytes) throws IOException {
    if (bytes > FILE_BYTES_MAX) {
      throw new IOException("it has more than " + FILE_BYTES_MAX + " bytes");
    }
    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    if (!mode.endsWith("------")) {
      throw new IOException("others may use it (" + mode + "); make it private: chmod 600 " + file);
    }
    try {
      return MAPPER.readValue(Files.readString(file), Content.class).tokens();
    } catch (JacksonException e) {
      throw new IOException("it is damaged: " + e.getOriginalMessage(), e);
    }
  }

  /** A change of the list. */
  private interface Change {
    void on(List<Entry> entries);
  }

  /** One at a time among all processes; a reader sees the old file or the new one. */
  private void change(Change change) {
    synchronized (AccessTokens.class) {
      Path lock = file.resolveSibling("tokens.lock");
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        List<Entry> entries = new ArrayList<>(held.isValid() ? fresh() : List.of());
        change.on(entries);
        write(entries);
      } catch (IOException e) {
        throw new UncheckedIOException("the tokens in " + file + " cannot be changed: " + e, e);
      }
    }
  }

  private synchronized List<Entry> fresh() {
    return entries();
  }

  private void write(List<Entry> entries) throws IOException {
    Path draft = file.resolveSibling("tokens.json.new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, MAPPER.writeValueAsString(new Content(entries)) + "\n");
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
