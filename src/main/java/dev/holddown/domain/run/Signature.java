package dev.holddown.domain.run;

import java.time.Instant;
import java.util.Map;

/**
 * A named person said yes, in a role, to exactly this content.
 *
 * @param covered the values by name that the signer saw, as {@link RunEvent.Signed} tells them
 */
public record Signature(
    String role,
    String person,
    String content,
    Instant at,
    String comment,
    Map<String, String> covered) {}
