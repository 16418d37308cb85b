package dev.holddown.access;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The people of a data folder who have a password here, in {@code users.json} (0600). Of a password
 * it keeps what Argon2id makes of it. A running server sees changes at the next request.
 */
public final class LocalUsers {
  private static final int USERS_MAX = 1_000;

  private final Kept<Content> kept;
  private final InstantSource clock;

  /** One user as they lie on disk; {@code hash} is empty while there is no password. */
  record Entry(LocalUser user, String hash) {}

  /** The whole file. */
  record Content(List<Entry> users) {}

  /** Who shall be known here. */
  public record Wish(String name, List<String> roles, AccessScope scope, boolean emergency) {}

  private LocalUsers(Kept<Content> kept, InstantSource clock) {
    this.kept = kept;
    this.clock = clock;
  }

  /** Those of a data folder, which need not have any. */
  public static LocalUsers in(Path folder, InstantSource clock) {
    return new LocalUsers(
        new Kept<>(folder.resolve("users.json"), "users", Content.class, new Content(List.of())),
        clock);
  }

  /**
   * Adds somebody who has no password yet.
   *
   * @throws IllegalArgumentException with a sentence when that cannot be
   */
  public LocalUser add(Wish wish) {
    Names.check(wish.name(), wish.roles());
    LocalUser user =
        new LocalUser(
            wish.name(),
            List.copyOf(wish.roles()),
            wish.scope(),
            new LocalUser.Life(clock.instant(), Optional.empty(), wish.emergency()));
    change(entries -> {
      if (entries.stream().anyMatch(entry -> same(entry, wish.name()))) {
        throw new IllegalArgumentException(
            "there is a user " + wish.name() + " already; nothing was changed");
      }
      if (entries.size() >= USERS_MAX) {
        throw new IllegalArgumentException(
            "there are " + USERS_MAX + " users, which is the most; nothing was changed");
      }
      entries.add(new Entry(user, ""));
      return entries;
    });
    return user;
  }

  private static boolean same(Entry entry, String name) {
    return entry.user().name().equalsIgnoreCase(name);
  }

  /** All, oldest first. */
  public List<LocalUser> list() {
    return kept.get().users().stream().map(Entry::user).toList();
  }

  /** The user of this name, which is written as it was given. */
  public Optional<LocalUser> find(String name) {
    return list().stream().filter(user -> user.name().equals(name)).findFirst();
  }

  /** Whether somebody may look after the server. */
  public boolean administrated() {
    return kept.get().users().stream()
        .anyMatch(e -> e.user().scope() == AccessScope.ADMIN && !e.hash().isEmpty());
  }

  /** Forgets somebody; false when they are not known. Their sessions end. */
  public boolean remove(String name) {
    boolean[] found = {false};
    change(entries -> {
      found[0] = entries.removeIf(entry -> entry.user().name().equals(name));
      return entries;
    });
    return found[0];
  }

  /**
   * Sets a password; every session of the person ends.
   *
   * @param secrets of which the salt is made
   * @throws IllegalArgumentException with a sentence when it is a bad one, or nobody has that name
   */
  public void password(String name, String password, Supplier<String> secrets) {
    Passwords.check(name, password);
    String hash = Passwords.hash(password, secrets);
    Optional<Instant> now = Optional.of(clock.instant());
    replace(
        name,
        entry -> {
          LocalUser.Life life = entry.user().life();
          LocalUser.Life since = new LocalUser.Life(life.createdAt(), now, life.emergency());
          return new Entry(
              new LocalUser(name, entry.user().roles(), entry.user().scope(), since), hash);
        });
  }

  /**
   * Refuses a name that cannot be somebody's.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public static void check(String name) {
    Names.check(name, List.of());
  }

  /** Whether a password would be taken for this person; a sentence when not. */
  public static Optional<String> whyBad(String name, String password) {
    try {
      Passwords.check(name, password);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Gives somebody these roles and this scope, and no others.
   *
   * @throws IllegalArgumentException with a sentence when nobody has that name
   */
  public void roles(String name, List<String> roles, AccessScope scope) {
    Names.check(name, roles);
    replace(
        name,
        entry ->
            new Entry(
                new LocalUser(name, List.copyOf(roles), scope, entry.user().life()), entry.hash()));
  }

  private void replace(String name, UnaryOperator<Entry> with) {
    change(entries -> {
      boolean[] found = {false};
      entries.replaceAll(entry -> {
        boolean theirs = entry.user().name().equals(name);
        found[0] |= theirs;
        return theirs ? with.apply(entry) : entry;
      });
      if (!found[0]) {
        throw new IllegalArgumentException(
            "there is no user " + name + "; see: holddown user list; nothing was changed");
      }
      return entries;
    });
  }

  /**
   * The user whose name and password these are. Takes as long for a name that nobody has.
   *
   * @throws IllegalStateException with a sentence when too many log in at this moment
   */
  public Optional<LocalUser> check(String name, String password) {
    Optional<Entry> entry =
        kept.get().users().stream().filter(e -> e.user().name().equals(name)).findFirst();
    boolean right = Passwords.right(password, entry.map(Entry::hash).orElse(""));
    return right ? entry.map(Entry::user) : Optional.empty();
  }

  private void change(UnaryOperator<List<Entry>> change) {
    kept.change(
        content -> new Content(List.copyOf(change.apply(new ArrayList<>(content.users())))));
  }
}
