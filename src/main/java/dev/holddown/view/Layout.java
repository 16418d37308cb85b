package dev.holddown.view;

/**
 * How much is shown, and on how wide a page.
 *
 * @param columns characters of a line; at least 40
 * @param titles characters of the longest title with its indent; 0 when not known
 */
public record Layout(int columns, Detail detail, Paint paint, int titles) {
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

  public Layout(int columns, Detail detail, Paint paint) {
    this(columns, detail, paint, 0);
  }

  Layout fitted(int longest) {
    return new Layout(columns, detail, paint, longest);
  }

  boolean wide() {
    return columns >= WIDE;
  }

  /** The column where the word of an item stands: behind the longest title, within reason. */
  int wordAt() {
    int most = columns * 45 / 100;
    return titles == 0 ? most : Math.clamp(titles + 2L, Math.min(28, most), most);
  }

  int timeAt() {
    return wordAt() + 13;
  }

  int noteAt() {
    return timeAt() + 10;
  }

  Layout with(Detail other) {
    return new Layout(columns, other, paint, titles);
  }
}
