package dev.holddown.domain.run;

import java.util.List;
import java.util.Map;

/** What came of a command. */
public sealed interface Decision {
  /** {@code after}: the state once the entries are durable. Entries may be empty. */
  record Accepted(List<Entry> entries, RunState after) implements Decision {}

  /**
   * Nothing changed; the sentence says why.
   *
   * @param why the same for programs: a {@code code} and its details; empty for most
   */
  record Refused(String sentence, Map<String, String> why) implements Decision {
    public Refused(String sentence) {
      this(sentence, Map.of());
    }
  }
}
