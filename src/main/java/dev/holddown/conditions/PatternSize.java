package dev.holddown.conditions;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a pattern becomes once its repetitions are written out. RE2 does write them out, so
 * {@code ((x{1000}){1000}){100}} must be found before it is compiled. The size is never too low.
 */
final class PatternSize {
  private static final Pattern REPEAT = Pattern.compile("\\{([0-9]{1,9})(?:,([0-9]{0,9}))?}");
  private static final double HUGE = 1e15;

  private final String pattern;
  private final Deque<double[]> groups = new ArrayDeque<>();

  /** What the present group adds up to, and its last atom, to which a repetition applies. */
  private double[] here = new double[2];

  private PatternSize(String pattern) {
    this.pattern = pattern;
  }

  static double of(String pattern) {
    return new PatternSize(pattern).measure();
  }

  private double measure() {
    int i = 0;
    while (i < pattern.length()) {
      i = next(i);
    }
    double size = here[0];
    for (double[] open : groups) {
      size += open[0];
    }
    return size;
  }

  private int next(int i) {
    switch (pattern.charAt(i)) {
      case '\\' -> {
        atom(1);
        return i + 2;
      }
      case '[' -> {
        atom(1);
        return afterClass(i);
      }
      case '(' -> {
        groups.push(here);
        here = new double[2];
      }
      case ')' -> {
        double inner = here[0] + 2;
        here = groups.isEmpty() ? new double[2] : groups.pop();
        atom(inner);
      }
      case '*', '+', '?', '|' -> here[0]++;
      case '{' -> {
        Matcher repeat = REPEAT.matcher(pattern).region(i, pattern.length());
        if (repeat.lookingAt()) {
          repeat(repeat);
          return repeat.end();
        }
        atom(1);
      }
      default -> atom(1);
    }
    return i + 1;
  }

  private void atom(double size) {
    here[0] = Math.min(HUGE, here[0] + size);
    here[1] = size;
  }

  private void repeat(Matcher repeat) {
    String most = repeat.group(2);
    double times = Math.max(1, Integer.parseInt(repeat.group(1)));
    if (most != null && !most.isEmpty()) {
      times = Math.max(times, Integer.parseInt(most));
    }
    double repeated = here[1] * (times + 1);
    here[0] = Math.min(HUGE, here[0] - here[1] + repeated);
    here[1] = repeated;
  }

  private int afterClass(int open) {
    int i = open + 1;
    if (i < pattern.length() && pattern.charAt(i) == '^') {
      i++;
    }
    if (i < pattern.length() && pattern.charAt(i) == ']') {
      i++;
    }
    while (i < pattern.length() && pattern.charAt(i) != ']') {
      int named = pattern.startsWith("[:", i) ? pattern.indexOf(":]", i + 2) : -1;
      i = named > 0 ? named + 2 : pattern.charAt(i) == '\\' ? i + 2 : i + 1;
    }
    return i + 1;
  }
}
