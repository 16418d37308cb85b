package dev.holddown.playbooks.markdown;

import java.util.List;

/**
 * A number that must hold, or must not.
 *
 * @param metric what is measured, in the words of the page
 * @param bound comparator, value and unit
 * @param over how long, and compared to what
 * @param level {@code warning}, {@code critical} and so on; empty where the page names none
 * @param action what the page says happens then; may be empty
 */
public record Limit(String metric, Bound bound, Over over, String level, String action) {
  /**
   * What is compared.
   *
   * @param comparator {@code < <= > >= ==}, or {@code in} with two values
   * @param unit as on paper, in the short form; {@code count} where the page writes none
   */
  public record Bound(String comparator, List<Double> values, String unit) {}

  /**
   * Over which time and against what.
   *
   * @param window such as {@code 5m}; empty when it must hold at once
   * @param baseline to what it relates, in the words of the page; empty for a plain number
   * @param relation {@code factor increase decrease deviation}; empty without a baseline
   */
  public record Over(String window, String baseline, String relation) {
    static final Over NOTHING = new Over("", "", "");
  }
}
