package dev.holddown.store;

import dev.holddown.domain.run.RunEvent;
import java.time.Instant;
import java.util.List;

/** One event of every kind that tells of what is owed. */
final class OwedSamples {
  private static final Instant T = Instant.parse("2026-11-22T03:07:00Z");

  private OwedSamples() {}

  /** What the golden log of what is owed holds, line by line. */
  static List<RunEvent> all() {
    return List.of(
        new RunEvent.Owing("owed/postmortem", 1, T, T.plusSeconds(86_400)),
        new RunEvent.Reminded(
            "owed/postmortem", 1, "\"Postmortem\" is owed by ida, due at 2026-11-23T03:07:00Z"));
  }
}
