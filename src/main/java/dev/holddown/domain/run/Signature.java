package dev.holddown.domain.run;

import java.time.Instant;

/** A named person said yes, in a role, to exactly this content. */
public record Signature(String role, String person, String content, Instant at, String comment) {}
