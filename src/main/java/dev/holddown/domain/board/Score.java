package dev.holddown.domain.board;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The health of a board: where it starts, less the penalty of each standing level, from 0 up.
 *
 * @param value with what is known
 * @param atWorst what it would be if every monitor without a fresh answer were as bad as it can be
 * @param parts what was taken off, the most first
 */
public record Score(
    int value, int atWorst, Board.Health health, List<Part> parts, Coverage coverage) {
  /** What one monitor takes off; one that is asked for each row counts once, by its worst row. */
  public record Part(String monitor, String title, Level level, int penalty) {}

  /** How much of the number is proven. {@code unproven}: monitors without a fresh answer. */
  public record Coverage(int fresh, int all, List<String> unproven) {
    /** Whether every monitor has a fresh answer. */
    public boolean whole() {
      return fresh == all && all > 0;
    }
  }

  /** What the number means. */
  public enum Verdict {
    GREEN,
    RED,
    /** Not red by what is known, and something is not known. */
    UNPROVEN
  }

  /** The score of what stands. */
  public static Score of(Board.Health health, List<Standing> standings) {
    Map<String, Standing> worst = new LinkedHashMap<>();
    Map<String, Boolean> fresh = new LinkedHashMap<>();
    for (Standing one : standings) {
      String id = one.monitor().id();
      worst.merge(id, one, (a, b) -> b.penalty() > a.penalty() ? b : a);
      fresh.merge(id, one.now().fresh(), Boolean::logicalAnd);
    }
    List<Part> parts = new ArrayList<>();
    int known = 0;
    int possible = 0;
    for (Map.Entry<String, Standing> entry : worst.entrySet()) {
      Standing one = entry.getValue();
      known += one.penalty();
      boolean proven = fresh.getOrDefault(entry.getKey(), false);
      possible += proven ? one.penalty() : Math.max(one.penalty(), one.monitor().worst());
      if (one.penalty() > 0) {
        parts.add(
            new Part(
                entry.getKey(), one.monitor().watch().title(), one.now().level(), one.penalty()));
      }
    }
    parts.sort(Comparator.comparingInt(Part::penalty).reversed());
    List<String> unproven =
        fresh.entrySet().stream().filter(e -> !e.getValue()).map(Map.Entry::getKey).toList();
    return new Score(
        clamped(health, known),
        clamped(health, possible),
        health,
        List.copyOf(parts),
        new Coverage(fresh.size() - unproven.size(), fresh.size(), unproven));
  }

  private static int clamped(Board.Health health, int penalty) {
    return Math.clamp((long) health.start() - penalty, 0, health.start());
  }

  /** Red is certain: what is not known can only take more off. Green needs every answer. */
  public Verdict verdict() {
    if (value < health.redBelow()) {
      return Verdict.RED;
    }
    return coverage.whole() ? Verdict.GREEN : Verdict.UNPROVEN;
  }
}
