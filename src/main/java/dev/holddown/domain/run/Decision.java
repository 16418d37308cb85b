package dev.holddown.domain.run;

import java.util.List;

/** What came of a command. */
public sealed interface Decision {
  /** {@code after}: the state once the entries are durable. Entries may be empty. */
  record Accepted(List<Entry> entries, RunState after) implements Decision {}

  /** Nothing changed; the sentence says why. */
  record Refused(String sentence) implements Decision {}
}
