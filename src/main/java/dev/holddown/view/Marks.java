package dev.holddown.view;

import dev.holddown.view.Paint.Style;

/** The symbol and style of a status: the symbol alone says it too. */
final class Marks {
  private Marks() {}

  static String symbol(ItemView.Mark mark) {
    return switch (mark.status()) {
      case "PASSED", "SIGNED", "RESOLVED" -> "✓";
      case "WAIVED" -> "~";
      case "NOT_APPLICABLE" -> "–";
      case "FAILED" -> "✗";
      case "INCONCLUSIVE" -> "?";
      case "ERRORED" -> "!";
      case "STALE" -> "↻";
      case "SKIPPED" -> "»";
      default ->
          switch (mark.word()) {
            case "open" -> "·";
            case "waiting" -> "●";
            case "unsettled" -> "!";
            case "stopped" -> "■";
            default -> "▸";
          };
    };
  }

  static Style style(ItemView.Mark mark) {
    return switch (mark.status()) {
      case "PASSED", "SIGNED", "RESOLVED" -> Style.GOOD;
      case "FAILED", "ERRORED", "INCONCLUSIVE" -> Style.BAD;
      case "WAIVED", "STALE", "SKIPPED" -> Style.WARN;
      case "NOT_APPLICABLE" -> Style.DIM;
      default ->
          switch (mark.word()) {
            case "open" -> Style.DIM;
            case "waiting", "unsettled", "retrying", "stopped" -> Style.WARN;
            default -> Style.BUSY;
          };
    };
  }

  /** Whether the reason is worth more than a line. */
  static boolean bad(ItemView.Mark mark) {
    return style(mark) == Style.BAD || style(mark) == Style.WARN;
  }

  static boolean good(ItemView.Mark mark) {
    return style(mark) == Style.GOOD || mark.status().equals("NOT_APPLICABLE");
  }

  static Style ofExit(int exitCode) {
    return switch (exitCode) {
      case 0 -> Style.GOOD;
      case 1, 3, 4 -> Style.WARN;
      default -> Style.BAD;
    };
  }
}
