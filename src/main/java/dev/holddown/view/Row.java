package dev.holddown.view;

import java.util.ArrayList;
import java.util.List;

/** One line of text in the making: pieces, each with its style. Control characters never pass. */
final class Row {
  private record Piece(String text, Paint.Style style) {}

  private final List<Piece> pieces = new ArrayList<>();
  private int length;

  Row add(String text, Paint.Style style) {
    String clean = clean(text);
    pieces.add(new Piece(clean, style));
    length += width(clean);
    return this;
  }

  Row add(String text) {
    return add(text, Paint.Style.NORMAL);
  }

  /** Blanks up to a column; at least one when there is something before it. */
  Row to(int column) {
    return add(" ".repeat(Math.max(length == 0 ? 0 : 1, column - length)));
  }

  /** Adds text that ends at the column, when there is room for it. */
  Row endAt(int column, String text, Paint.Style style) {
    int start = column - width(clean(text));
    return start > length + 1 ? to(start).add(text, style) : add("  ").add(text, style);
  }

  int length() {
    return length;
  }

  /** The line, cut to a width. */
  String render(int width, Paint paint) {
    StringBuilder line = new StringBuilder();
    int left = width;
    for (Piece piece : pieces) {
      int needs = width(piece.text());
      boolean whole = needs <= left;
      line.append(paint.apply(piece.style(), whole ? piece.text() : cut(piece.text(), left)));
      if (!whole) {
        return line.toString();
      }
      left -= needs;
    }
    return paint.colour() ? line.toString() : line.toString().stripTrailing();
  }

  /** Text with one line break, tab or other control character made a blank. */
  static String clean(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]+", " ");
  }

  static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  /** The text, or its beginning and an ellipsis. */
  static String cut(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    return width <= 0 ? "" : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
  }

  /** Breaks a text at blanks; at most so many lines, the last one cut. */
  static List<String> wrap(String text, int width, int linesMax) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : clean(text).split(" ", -1)) {
      boolean fits = width(line.toString()) + 1 + width(word) <= width;
      if (!line.isEmpty() && !fits) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    if (lines.size() <= linesMax) {
      return lines.stream().map(l -> cut(l, width)).toList();
    }
    List<String> kept = new ArrayList<>(lines.subList(0, linesMax));
    String rest = String.join(" ", lines.subList(linesMax - 1, lines.size()));
    kept.set(linesMax - 1, cut(rest, width));
    return kept.stream().map(l -> cut(l, width)).toList();
  }
}
