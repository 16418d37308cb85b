package dev.holddown.playbooks.markdown;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;

/** What words say of a number: at least, below, no more than. */
final class Comparators {
  /** The words of each comparator. */
  static final Map<String, String> SAID =
      Map.of(
          ">",
              "exceeds?|exceeding|above|over|more than|greater than|higher than|larger than|longer"
                  + " than|older than|surpass(?:es)?|beyond|in excess of",
          ">=",
              "at least|a minimum of|minimum of|minimum|min\\.?|no less than|not less than|no fewer"
                  + " than|reaches|reach|hits|near|approaching",
          "<",
              "under|below|less than|fewer than|lower than|shorter than|faster than|smaller than|in"
                  + " under",
          "<=",
              "at most|no more than|not more than|up to|a maximum of|maximum"
                  + " of|maximum|max\\.?|within|not exceed(?:ing)?|no longer than|no higher than|no"
                  + " later than");

  private Comparators() {}

  /** What the words before a number say; {@code not} before them turns it round. */
  static String said(String text, Matcher m) {
    String said = said(m.group(1));
    String before = text.substring(Math.max(0, m.start() - 40), m.start());
    boolean within = m.group(1).equalsIgnoreCase("within");
    boolean not =
        Rx.matches(before, "(?i).*\\b(?:not|never)\\s+" + (within ? "(?:\\w+\\s+){0,2}" : ""));
    if (!not) {
      return said;
    }
    return switch (said) {
      case ">" -> "<=";
      case "<" -> ">=";
      case "<=" -> within ? ">" : said;
      default -> said;
    };
  }

  private static String said(String words) {
    String small = words.toLowerCase(Locale.ROOT);
    for (String comparator : List.of("<=", ">=", "<", ">")) {
      if (Rx.matches(small, String.valueOf(SAID.get(comparator)))) {
        return comparator;
      }
    }
    return "<=";
  }
}
