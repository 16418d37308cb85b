package dev.holddown.access;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Passwords as Argon2id (RFC 9106) keeps them, in its own text form, so that the cost can be raised
 * later: an old one is still checked with the cost it was made with.
 */
final class Passwords {
  static final int CHARACTERS_MIN = 12;
  static final int CHARACTERS_MAX = 128;
  private static final int DIFFERENT_MIN = 5;
  private static final int MEMORY_KIBIBYTES = 19_456;
  private static final int ROUNDS = 2;
  private static final int HASH_BYTES = 32;
  private static final int SALT_CHARACTERS = 26;

  /** Each check takes its memory; more at once would let strangers take all there is. */
  private static final int AT_ONCE_MAX = 2;

  private static final int WAIT_SECONDS_MAX = 5;
  private static final Semaphore ROOM = new Semaphore(AT_ONCE_MAX, true);

  /** Of no password; checked where there is no user, so that time does not tell who there is. */
  private static final String NOBODY =
      "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg"
          + "$rk2Mi3E4dgRMg0fHaYaptWVZRKqs//6b6k3/nntqGJk";

  private Passwords() {}

  /** {@code secrets}: at least 130 random bits, of which the salt is made. */
  static String hash(String password, Supplier<String> secrets) {
    String drawn = secrets.get();
    String salt = drawn.substring(Math.max(0, drawn.length() - SALT_CHARACTERS));
    Argon2Function argon =
        Argon2Function.getInstance(MEMORY_KIBIBYTES, ROUNDS, 1, HASH_BYTES, Argon2.ID);
    return inTurn(() -> argon.hash(password, salt).getResult());
  }

  /** Whether it is the password of this hash; an empty hash is nobody's and takes as long. */
  static boolean right(String password, String hash) {
    if (password.length() > CHARACTERS_MAX) {
      return false;
    }
    String known = hash.isEmpty() ? NOBODY : hash;
    boolean right = inTurn(() -> Argon2Function.getInstanceFromHash(known).check(password, known));
    return right && !hash.isEmpty();
  }

  private static <T> T inTurn(Supplier<T> work) {
    try {
      if (!ROOM.tryAcquire(WAIT_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new Busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Busy();
    }
    try {
      return work.get();
    } finally {
      ROOM.release();
    }
  }

  /**
   * Refuses what is guessed easily.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static void check(String person, String password) {
    if (password.length() < CHARACTERS_MIN || password.length() > CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "a password has " + CHARACTERS_MIN + " to " + CHARACTERS_MAX + " characters");
    }
    if (!password.equals(password.strip())) {
      throw new IllegalArgumentException("a password neither begins nor ends with a blank");
    }
    if (password.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("a password has no control characters");
    }
    String low = password.toLowerCase(Locale.ROOT);
    if (low.chars().distinct().count() < DIFFERENT_MIN
        || low.contains(person.toLowerCase(Locale.ROOT))
        || "abcdefghijklmnopqrstuvwxyz".contains(low)
        || "qwertyuiopasdfghjklzxcvbnm".contains(low)) {
      throw new IllegalArgumentException(
          "that password is guessed easily: take at least "
              + DIFFERENT_MIN
              + " different characters, and not your own name");
    }
  }

  /** Too many passwords are being checked at this moment. */
  static final class Busy extends IllegalStateException {
    private static final long serialVersionUID = 1;

    Busy() {
      super("too many people log in at this moment; try again in a few seconds");
    }
  }
}
