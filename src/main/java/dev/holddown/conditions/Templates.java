package dev.holddown.conditions;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Expr;
import dev.holddown.domain.playbook.Place;
import dev.holddown.engine.port.Conditions.ConditionException;
import java.util.ArrayList;
import java.util.List;

/** Splits text into words and {@code ${CEL}}; CEL may hold braces, quotes and comments. */
final class Templates {
  private final String text;
  private final Place place;
  private final List<Arg.Part> parts = new ArrayList<>();
  private final StringBuilder words = new StringBuilder();

  private Templates(String text, Place place) {
    this.text = text;
    this.place = place;
  }

  /**
   * Text without a hole is a {@link Arg.Literal}, with an escaped dollar-brace already plain.
   *
   * @throws ConditionException with place and sentence for a hole that is never closed or holds
   *     nothing
   */
  static Arg read(String text, Place place) {
    return new Templates(text, place).read();
  }

  private Arg read() {
    int i = 0;
    while (i < text.length()) {
      if (text.startsWith("$${", i)) {
        words.append("${");
        i += 3;
      } else if (text.startsWith("${", i)) {
        i = hole(i);
      } else {
        words.append(text.charAt(i++));
      }
    }
    if (parts.isEmpty()) {
      return new Arg.Literal(words.toString(), place);
    }
    flush();
    return new Arg.Template(text, List.copyOf(parts), place);
  }

  private void flush() {
    if (!words.isEmpty()) {
      parts.add(new Arg.Words(words.toString()));
      words.setLength(0);
    }
  }

  private int hole(int open) {
    int start = open + 2;
    int end = end(start);
    if (end < 0) {
      throw new ConditionException(
          at(open) + " ${ is never closed; add a }, or write $${ for a dollar and a brace");
    }
    String source = text.substring(start, end);
    if (source.isBlank()) {
      throw new ConditionException(
          at(open) + " ${} holds nothing; write a name such as ${inputs.version}");
    }
    int lead = source.length() - source.stripLeading().length();
    flush();
    parts.add(new Arg.Hole(new Expr(source.strip(), at(start + lead))));
    return end + 1;
  }

  /** The brace that closes the hole, or -1. */
  private int end(int start) {
    int depth = 0;
    int i = start;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '"' || c == '\'') {
        i = afterText(start, i);
        if (i < 0) {
          return -1;
        }
        continue;
      }
      if (text.startsWith("//", i)) {
        int line = text.indexOf('\n', i);
        if (line < 0) {
          return -1;
        }
        i = line;
      } else if (c == '`') {
        int close = text.indexOf('`', i + 1);
        if (close < 0) {
          return -1;
        }
        i = close;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && depth-- == 0) {
        return i;
      }
      i++;
    }
    return -1;
  }

  /** Behind the text literal of CEL that begins at {@code open}; -1 when it is never closed. */
  private int afterText(int start, int open) {
    String quote = text.substring(open, open + 1);
    boolean triple = text.startsWith(quote.repeat(3), open);
    String close = triple ? quote.repeat(3) : quote;
    boolean raw = raw(start, open);
    int i = open + close.length();
    while (i < text.length()) {
      if (text.charAt(i) == '\\' && !raw) {
        i += 2;
      } else if (text.startsWith(close, i)) {
        return i + close.length();
      } else {
        i++;
      }
    }
    return -1;
  }

  /** Whether an r that is no part of a name stands before the quote. */
  private boolean raw(int start, int open) {
    int i = open - 1;
    boolean raw = false;
    while (i >= start && Character.isLetterOrDigit(text.charAt(i))) {
      if ("rRbB".indexOf(text.charAt(i)) < 0) {
        return false;
      }
      raw |= "rR".indexOf(text.charAt(i)) >= 0;
      i--;
    }
    return raw;
  }

  private Place at(int offset) {
    if (place.line() == 0) {
      return place;
    }
    String before = text.substring(0, offset);
    int lines = (int) before.chars().filter(c -> c == '\n').count();
    int column = lines == 0 ? place.column() + offset : offset - before.lastIndexOf('\n');
    return new Place(place.file(), place.line() + lines, column);
  }
}
