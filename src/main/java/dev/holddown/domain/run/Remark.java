package dev.holddown.domain.run;

import java.time.Instant;

/** What a person said about an item or the run, beside all verdicts. */
public record Remark(Instant at, String person, String text) {
  /** The key under which the run itself is spoken of. */
  public static final String RUN = "run";
}
