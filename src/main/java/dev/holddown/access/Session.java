package dev.holddown.access;

import java.time.Instant;
import java.util.List;

/**
 * Somebody who logged in with a browser.
 *
 * @param id by which it is ended; not the secret in the cookie
 */
public record Session(String id, Who who, Times times) {
  /** How they proved who they are. */
  public enum Way {
    /** With a password of this server. */
    PASSWORD,
    /** At the identity provider. */
    PROVIDER,
    /** With an account that is kept for when the usual way in is down. */
    EMERGENCY,
    /** By a click: only in a demo. */
    DEMO
  }

  /**
   * Who it is.
   *
   * @param groups of the identity provider; empty for local users
   */
  public record Who(String person, Way way, List<String> groups) {}

  /** When it began, when it was last used (to the minute), and when it ends in any case. */
  public record Times(Instant startedAt, Instant seenAt, Instant endsAt) {}
}
