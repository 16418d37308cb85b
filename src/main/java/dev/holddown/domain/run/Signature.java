package dev.holddown.domain.run;

import java.time.Instant;
import java.util.Map;

/**
 * A named person said yes, in a role, to exactly this content.
 *
 * @param method how it was given, such as {@code phone}; empty when nobody said
 * @param covered the values by name that the signer saw, as {@link RunEvent.Signed} tells them
 */
public record Signature(
    String role,
    String person,
    String content,
    Instant at,
    String comment,
    Map<String, String> covered,
    String method) {
  /** Of which only the person counts. */
  static Signature of(String role, String person, Instant at) {
    return new Signature(role, person, "", at, "", Map.of(), "");
  }
}
