package dev.holddown.connectors.support;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The points of one series. Beside each value it keeps the growth of the counter since its first
 * point (a decrease is a reset: the counter began at 0 again), so that dropping points never loses
 * a reset.
 */
final class Series {
  /** Points kept of one series; when full, every second one of the older half is dropped. */
  static final int POINTS_MAX = 720;

  private final Map<String, String> labels;
  private long[] at = new long[8];
  private double[] value = new double[8];
  private double[] growth = new double[8];
  private int size;
  private double lastNumber = Double.NaN;

  Series(Map<String, String> labels) {
    this.labels = labels;
  }

  /**
   * What a series did within a window.
   *
   * @param extent from its first point to its last
   * @param last its last value
   * @param growth what a counter rose from the first point to the last
   */
  record Window(Map<String, String> labels, int points, Extent extent, double last, double growth) {
    long firstAt() {
      return extent.firstAt();
    }

    long lastAt() {
      return extent.lastAt();
    }
  }

  /** Two moments, in milliseconds since 1970. */
  record Extent(long firstAt, long lastAt) {}

  /** Adds a point; one that is not later than the last is ignored. */
  void append(long atMillis, double number) {
    if (size > 0 && atMillis <= at[size - 1]) {
      return;
    }
    if (size == POINTS_MAX) {
      thin();
    }
    if (size == at.length) {
      int room = Math.min(POINTS_MAX, size * 2);
      at = Arrays.copyOf(at, room);
      value = Arrays.copyOf(value, room);
      growth = Arrays.copyOf(growth, room);
    }
    double grown = size == 0 ? 0 : growth[size - 1];
    if (Double.isFinite(number)) {
      if (Double.isFinite(lastNumber)) {
        grown += number >= lastNumber ? number - lastNumber : number;
      }
      lastNumber = number;
    }
    at[size] = atMillis;
    value[size] = number;
    growth[size++] = grown;
  }

  long lastAt() {
    return size == 0 ? Long.MIN_VALUE : at[size - 1];
  }

  int size() {
    return size;
  }

  void dropBefore(long atMillis) {
    move(firstFrom(atMillis), 0);
  }

  /** The window from and to these moments, both included; empty without a point in it. */
  Optional<Window> window(long from, long to) {
    int first = firstFrom(from);
    int last = firstFrom(to + 1) - 1;
    return last < first
        ? Optional.empty()
        : Optional.of(
            new Window(
                labels,
                last - first + 1,
                new Extent(at[first], at[last]),
                value[last],
                growth[last] - growth[first]));
  }

  private int firstFrom(long atMillis) {
    int found = Arrays.binarySearch(at, 0, size, atMillis);
    return found >= 0 ? found : -found - 1;
  }

  private void thin() {
    int half = size / 2;
    int kept = 0;
    for (int i = 0; i < half; i += 2) {
      at[kept] = at[i];
      value[kept] = value[i];
      growth[kept++] = growth[i];
    }
    move(half, kept);
  }

  /** Moves the points from {@code from} on down to {@code to}. */
  private void move(int from, int to) {
    int count = size - from;
    System.arraycopy(at, from, at, to, count);
    System.arraycopy(value, from, value, to, count);
    System.arraycopy(growth, from, growth, to, count);
    size = to + count;
  }
}
