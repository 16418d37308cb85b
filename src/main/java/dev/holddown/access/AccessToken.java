package dev.holddown.access;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an access token stands for. The secret itself is nowhere: it was shown once.
 *
 * @param id the public part of the token, by which it is listed and revoked
 * @param person whose name stands in the log for everything done with it
 * @param roles in which the person may sign
 */
public record AccessToken(
    String id, String person, List<String> roles, AccessScope scope, Life life) {
  /** When it was made, until when it counts, and when it was revoked. */
  public record Life(Instant createdAt, Instant expiresAt, Optional<Instant> revokedAt) {}

  /** Why it no longer counts at this moment; empty while it does. */
  public Optional<String> whyVoid(Instant at) {
    if (life.revokedAt().isPresent()) {
      return Optional.of("the token " + id + " was revoked at " + life.revokedAt().get());
    }
    return at.isBefore(life.expiresAt())
        ? Optional.empty()
        : Optional.of(
            "the token "
                + id
                + " expired at "
                + life.expiresAt()
                + "; ask for a new one: holddown token add");
  }
}
