package dev.holddown.playbooks;

import java.util.Locale;
import java.util.Optional;

/**
 * Finds characters that show nothing or turn the direction of writing (Unicode Cc, Cf, Zl, Zp and
 * the fillers): with them a text means something else than what is seen.
 */
public final class Invisible {
  private Invisible() {}

  /** The first of them by its number; empty when everything can be seen. */
  static Optional<String> in(String text) {
    int at = first(text);
    return at < 0
        ? Optional.empty()
        : Optional.of(String.format(Locale.ROOT, "the character U+%04X", text.codePointAt(at)));
  }

  /** Where the first of them stands; -1 when everything can be seen. */
  static int first(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (hidden(text.codePointAt(i))) {
        return i;
      }
    }
    return -1;
  }

  /** The text with a visible name in place of each of them; line breaks are kept. */
  static String shown(String text) {
    if (first(text) < 0) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          if (hidden(c)) {
            shown.append(String.format(Locale.ROOT, "‹U+%04X›", c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }

  /** The text without them; line breaks and tabs are kept. */
  public static String without(String text) {
    if (first(text) < 0) {
      return text;
    }
    StringBuilder seen = new StringBuilder();
    text.codePoints().filter(c -> !hidden(c)).forEach(seen::appendCodePoint);
    return seen.toString();
  }

  private static boolean hidden(int c) {
    if (c == '\n' || c == '\t' || c == '\r' || (c >= ' ' && c < 127)) {
      return false;
    }
    // A joiner is part of many emoji and of Persian and Indian words.
    if (c == 0x200D || c == 0x200C) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE ->
          true;
      default -> c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0;
    };
  }
}
