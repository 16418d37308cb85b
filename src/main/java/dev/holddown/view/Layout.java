package dev.holddown.view;

/**
 * How much is shown, and on how wide a page.
 *
 * @param columns characters of a line; at least 40
 */
public record Layout(int columns, Detail detail, Paint paint) {
  /** From this width on, reasons stand beside their items. */
  public static final int WIDE = 100;

  /** How much is shown. */
  public enum Detail {
    /** All of it. */
    FULL,
    /** Stages that are over or still to come are one line each. */
    BRIEF,
    /** Only what goes on, went wrong or waits. */
    TIGHT
  }

  public Layout {
    columns = Math.max(40, columns);
  }

  boolean wide() {
    return columns >= WIDE;
  }

  /** The column where the word of an item stands. */
  int wordAt() {
    return Math.min(54, columns * 45 / 100);
  }

  int timeAt() {
    return wordAt() + 13;
  }

  int noteAt() {
    return timeAt() + 10;
  }

  Layout with(Detail other) {
    return new Layout(columns, other, paint);
  }
}
