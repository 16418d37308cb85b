package dev.holddown.playbooks.markdown;

/**
 * Whether an expression can match a text at all, without trying it at every place: a page has
 * hundreds of thousands of lines, and most expressions need a sign or a word that few lines have.
 */
final class Hints {
  private Hints() {}

  /** Whether one of these words stands anywhere in the text, in capitals or not. */
  static boolean any(String text, String... words) {
    for (String word : words) {
      if (has(text, word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(String text, String word) {
    char small = word.charAt(0);
    int last = text.length() - word.length();
    for (int i = 0; i <= last; i++) {
      char c = text.charAt(i);
      // what is no ASCII letter may still be one in another case
      boolean perhaps = c == small || c > 127 || c < 'a' && (c | 0x20) == small;
      if (perhaps && text.regionMatches(true, i, word, 0, word.length())) {
        return true;
      }
    }
    return false;
  }

  /** Whether the text has a digit from 0 to 9. */
  static boolean digit(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        return true;
      }
    }
    return false;
  }

  /** The text with every run of white space ({@code \s+}) as one space. */
  static String spaced(String text) {
    StringBuilder spaced = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean white = c == ' ' || c >= '\t' && c <= '\r';
      if (!white) {
        spaced.append(c);
      } else if (!gap) {
        spaced.append(' ');
      }
      gap = white;
    }
    return spaced.toString();
  }
}
