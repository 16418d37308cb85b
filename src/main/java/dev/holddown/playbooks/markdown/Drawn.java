package dev.holddown.playbooks.markdown;

/** What a line is by its signs. Read sign by sign, since a line may be a million of them. */
final class Drawn {
  private Drawn() {}

  /** Whether the line is the rule below the head of a table. */
  static boolean delimiter(String line) {
    String bare = line.strip();
    return bare.indexOf('|') >= 0
        && bare.indexOf('-') >= 0
        && bare.chars().allMatch(c -> c == '|' || c == '-' || c == ':' || c == ' ' || c == '\t')
        && cellsRuled(bare);
  }

  /** Whether each cell of the rule of a table holds a dash; a line may have any number of them. */
  private static boolean cellsRuled(String bare) {
    int end = bare.endsWith("|") ? bare.length() - 1 : bare.length();
    boolean dash = false;
    boolean done = false;
    for (int i = bare.startsWith("|") ? 1 : 0; i <= end; i++) {
      char c = i == end ? '|' : bare.charAt(i);
      if (c == '|') {
        if (!dash) {
          return false;
        }
        dash = false;
        done = false;
      } else if (c == '-') {
        if (done) {
          return false;
        }
        dash = true;
      } else {
        done = dash;
      }
    }
    return true;
  }

  /** A line without the marks of a quotation before it. */
  static String unquoted(String bare) {
    int at = 0;
    while (at < bare.length() && bare.charAt(at) == '>') {
      at++;
      if (at < bare.length() && Character.isWhitespace(bare.charAt(at))) {
        at++;
      }
    }
    return bare.substring(at);
  }

  /** Whether a line is drawn: at least three of one sign, and nothing else. */
  static boolean rule(String bare) {
    char sign = bare.charAt(0);
    if ("-*_=".indexOf(sign) < 0) {
      return false;
    }
    int signs = 0;
    for (int i = 0; i < bare.length(); i++) {
      char c = bare.charAt(i);
      if (c != sign && !Character.isWhitespace(c)) {
        return false;
      }
      signs += c == sign ? 1 : 0;
    }
    return signs >= 3;
  }
}
