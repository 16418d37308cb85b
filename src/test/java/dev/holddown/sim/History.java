package dev.holddown.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What happened, as a list that a person can read, and how often rare things did. */
final class History {
  private static final int LINES_MAX = 4_000;

  private final Timeline time;
  private final boolean kept;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Long> sometimes = new TreeMap<>();
  private long hash = 17;

  /** {@code kept}: whether the lines are wanted; the hash is made in any case. */
  History(Timeline time, boolean kept) {
    this.time = time;
    this.kept = kept;
  }

  void add(String who, String what) {
    hash = hash * 31 + what.hashCode();
    if (kept && lines.size() < LINES_MAX) {
      lines.add("%9.3f  %-7s %s".formatted(time.elapsed().toMillis() / 1000.0, who, what));
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

  /** The same for the same history. */
  long hash() {
    return hash;
  }
}
