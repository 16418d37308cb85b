package dev.holddown.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What happened, as a list that a person can read, and how often rare things did. */
final class History {
  private static final int LINES_MAX = 6_000;

  private final Timeline time;
  private final boolean kept;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Long> sometimes = new HashMap<>();
  private long hash = 17;

  /** {@code kept}: whether the lines are wanted; the hash is made in any case. */
  History(Timeline time, boolean kept) {
    this.time = time;
    this.kept = kept;
  }

  /** The parts become text only when lines are wanted; the hash knows their words and kinds. */
  void add(String who, Object... parts) {
    hash = (hash * 31 + who.hashCode()) * 31 + time.elapsedMillis();
    for (Object part : parts) {
      hash =
          hash * 31 + (part instanceof String word ? word : part.getClass().getName()).hashCode();
    }
    if (kept && lines.size() < LINES_MAX) {
      StringBuilder text = new StringBuilder();
      for (Object part : parts) {
        text.append(part);
      }
      lines.add("%9.3f  %-7s %s".formatted(time.elapsedMillis() / 1000.0, who, text));
    }
  }

  /** Counts a rare point of the history. */
  void sometimes(String what) {
    sometimes.merge(what, 1L, Long::sum);
  }

  Map<String, Long> sometimes() {
    return sometimes;
  }

  List<String> lines() {
    return lines;
  }

  /** The same for the same history, told or not. */
  long hash() {
    return hash;
  }
}
