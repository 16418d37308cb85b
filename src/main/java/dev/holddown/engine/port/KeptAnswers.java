package dev.holddown.engine.port;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Answers to requests by the key under which they came, kept by the store so that the same request
 * again gets the same answer after a restart, and from another node. Bounded by {@link #AGE_MAX}
 * and about {@link #ANSWERS_MAX}. Called from platform threads only.
 */
public interface KeptAnswers {
  /** An answer is forgotten after this. */
  Duration AGE_MAX = Duration.ofHours(24);

  /** Beyond these the oldest are forgotten. */
  int ANSWERS_MAX = 10_000;

  /**
   * What stands under a key.
   *
   * @param request SHA-256 of what was asked, in hex
   * @param answer empty while there is none: it is being found, or its server ended before
   */
  record Held(String request, Instant at, Optional<String> answer) {}

  /**
   * Takes a key for a request, durably, unless it is taken: then nothing is changed, and what
   * stands there comes back.
   *
   * @param key SHA-256 of who asks and of their key, in hex
   */
  Optional<Held> take(String key, String request, Instant at);

  /** The answer to the request that took this key. */
  void answer(String key, String answer);

  /** Gives a key back under which nothing was done. */
  void giveBack(String key);
}
