package dev.holddown.conditions;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * How values look in a reason: one line, bounded, with nothing in it that could move the cursor.
 */
final class Shown {
  /** Characters of one value in a reason. */
  static final int VALUE_CHARS_MAX = 80;

  /** Names listed when one is missing. */
  private static final int NAMES_MAX = 12;

  private Shown() {}

  /** The value itself, cut at {@value #VALUE_CHARS_MAX} characters. */
  static String value(Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return cut(out.toString(), VALUE_CHARS_MAX);
  }

  /** The value with its kind, such as {@code text "abc"} or {@code the number 5}. */
  static String described(Object value) {
    return switch (value) {
      case Number n -> "the number " + value(n);
      case String s -> "text " + value(s);
      case Boolean b -> b.toString();
      case List<?> l -> l.isEmpty() ? "an empty list" : "a list of " + l.size();
      case Map<?, ?> m -> m.isEmpty() ? "an empty map" : "a map";
      case Instant t -> "the time " + t;
      case Duration d -> "the duration " + duration(d);
      default -> Values.isNull(value) ? "null" : "a value of another kind";
    };
  }

  /** A number as people write it: whole without {@code .0}, an exponent only for extremes. */
  static String number(Number number) {
    if (!(number instanceof Double d)) {
      return number.toString();
    }
    if (!Double.isFinite(d)) {
      return d.isNaN() ? "not a number" : d > 0 ? "infinite" : "-infinite";
    }
    double x = d == 0 ? 0 : d;
    if (x != 0 && (Math.abs(x) >= 1e21 || Math.abs(x) < 1e-9)) {
      return Double.toString(x);
    }
    return x == Math.rint(x)
        ? new BigDecimal(x).toPlainString()
        : BigDecimal.valueOf(x).stripTrailingZeros().toPlainString();
  }

  /** Seconds with the unit, as CEL writes a duration. */
  static String duration(Duration d) {
    BigDecimal seconds = BigDecimal.valueOf(d.getSeconds()).add(BigDecimal.valueOf(d.getNano(), 9));
    String text = seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString();
    return text + "s";
  }

  /** A list of names, the first {@value #NAMES_MAX}. */
  static String names(Collection<?> names) {
    StringBuilder out = new StringBuilder();
    Iterator<?> each = names.iterator();
    for (int i = 0; each.hasNext() && i < NAMES_MAX; i++) {
      out.append(i == 0 ? "" : ", ").append(cut(escaped(String.valueOf(each.next())), 40));
    }
    int rest = names.size() - NAMES_MAX;
    return rest > 0 ? out + " and " + rest + " more" : out.toString();
  }

  static String cut(String text, int charsMax) {
    if (text.length() <= charsMax) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(charsMax - 2)) ? charsMax - 2 : charsMax - 1;
    return text.substring(0, end) + "…";
  }

  /** Control, format (such as right-to-left) and lone surrogate characters become escapes. */
  static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          int type = Character.getType(c);
          boolean hidden =
              type == Character.CONTROL
                  || type == Character.FORMAT
                  || type == Character.SURROGATE
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR;
          if (c == '\n') {
            out.append("\\n");
          } else if (hidden) {
            out.append(String.format("\\u%04x", c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  private static void append(StringBuilder out, Object value) {
    if (out.length() > VALUE_CHARS_MAX) {
      return;
    }
    switch (value) {
      case Number n -> out.append(number(n));
      case String s -> quote(out, s);
      case Duration d -> out.append(duration(d));
      case List<?> list -> {
        out.append('[');
        String gap = "";
        for (Object item : list) {
          if (out.length() > VALUE_CHARS_MAX) {
            return;
          }
          append(out.append(gap), item);
          gap = ", ";
        }
        out.append(']');
      }
      case Map<?, ?> map -> {
        out.append('{');
        String gap = "";
        for (Map.Entry<?, ?> e : map.entrySet()) {
          if (out.length() > VALUE_CHARS_MAX) {
            return;
          }
          append(out.append(gap).append(names(List.of(e.getKey()))).append(": "), e.getValue());
          gap = ", ";
        }
        out.append('}');
      }
      default -> out.append(Values.isNull(value) ? "null" : String.valueOf(value));
    }
  }

  private static void quote(StringBuilder out, String text) {
    String head = text.length() > 2 * VALUE_CHARS_MAX ? cut(text, 2 * VALUE_CHARS_MAX) : text;
    out.append('"').append(escaped(head).replace("\"", "\\\"")).append('"');
  }
}
