package dev.holddown.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Somebody who logs in with a password of this server.
 *
 * @param name stands in the log for everything done
 * @param roles in which they may sign, beside those that the people document gives them
 * @param scope how far they reach at most
 */
public record LocalUser(String name, List<String> roles, AccessScope scope, Life life) {
  /**
   * Since when, and since when with this password.
   *
   * @param passwordAt empty while it was not set yet
   * @param emergency an account for when the usual way in is down: see {@link Sessions}
   */
  public record Life(Instant createdAt, Optional<Instant> passwordAt, boolean emergency) {}
}
