package dev.holddown.playbooks.markdown;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the words of an entry: a bullet or number, and a box.
 *
 * @param number of an ordered list; 0 for a bullet
 * @param listed there is a bullet or number, not only a box
 */
record Marker(int number, boolean listed, Box box, String rest) {
  private static final Pattern LISTED =
      Pattern.compile("^(?:[-*+•◦▪●]|(\\d{1,6})\\\\?[.)]|[a-z]\\))(?:\\s+(.*))?$");
  private static final Pattern BRACKETS =
      Pattern.compile("^\\\\?\\[([ xX✓✔]?)\\\\?\\](?![(\\[:])\\s*(.*)$");
  private static final Pattern STEP = Pattern.compile("^(?:STEP|Step) (\\d{1,4})[:.)] +(\\S.*)$");
  private static final Pattern TREE = Pattern.compile("^[│|\\s]*+[├└┌]─+\\s*(.*)$");
  private static final Pattern HTML_BOX =
      Pattern.compile("^<input\\b([^>]{0,200}checkbox[^>]{0,200})>\\s*(.*)$");
  private static final String OPEN = "☐⬜◻□▢🔲◽▫⃞○";
  private static final String TICKED = "☑🗹☒";
  private static final String MARKS = "✓✔✅";

  /** The marker of this line; nothing when it is plain text. */
  static Optional<Marker> of(String bare) {
    Matcher listed = LISTED.matcher(bare);
    if (listed.matches()) {
      String rest = listed.group(2) == null ? "" : listed.group(2);
      int number = listed.group(1) == null ? 0 : Math.max(1, Integer.parseInt(listed.group(1)));
      Matcher again = LISTED.matcher(rest);
      if (again.matches() && again.group(1) == null && again.group(2) != null) {
        rest = again.group(2);
      }
      Marker boxed = box(rest).orElse(new Marker(0, false, Box.NONE, rest));
      return Optional.of(new Marker(number, true, boxed.box(), boxed.rest()));
    }
    Matcher step = STEP.matcher(bare);
    if (step.matches()) {
      int number = Math.max(1, Integer.parseInt(step.group(1)));
      return Optional.of(new Marker(number, true, Box.NONE, step.group(2)));
    }
    return box(bare);
  }

  /** A line of a drawn tree, such as {@code ├─ Images built}. */
  static Optional<String> branch(String bare) {
    Matcher tree = TREE.matcher(bare);
    return tree.matches() ? Optional.of(tree.group(1)) : Optional.empty();
  }

  private static Optional<Marker> box(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher brackets = BRACKETS.matcher(text);
    if (brackets.matches()) {
      Box box = brackets.group(1).isBlank() ? Box.OPEN : Box.TICKED;
      boolean empty = brackets.group(1).isEmpty() && text.startsWith("[](");
      return empty ? Optional.empty() : Optional.of(new Marker(0, false, box, brackets.group(2)));
    }
    Matcher html = HTML_BOX.matcher(text);
    if (html.matches()) {
      Box box = html.group(1).contains("checked") ? Box.TICKED : Box.OPEN;
      return Optional.of(new Marker(0, false, box, html.group(2)));
    }
    int sign = text.codePointAt(0);
    Box box = sign(sign);
    if (box == Box.NONE) {
      return Optional.empty();
    }
    String rest = Rx.first(text.substring(Character.charCount(sign)), "^\ufe0f", "");
    return rest.isEmpty() || Character.isWhitespace(rest.charAt(0)) || box == Box.OPEN
        ? Optional.of(new Marker(0, false, box, rest.strip()))
        : Optional.empty();
  }

  /** What a single sign stands for. */
  static Box sign(int sign) {
    if (OPEN.indexOf(sign) >= 0) {
      return Box.OPEN;
    }
    if (TICKED.indexOf(sign) >= 0) {
      return Box.TICKED;
    }
    return MARKS.indexOf(sign) >= 0 ? Box.MARK : Box.NONE;
  }
}
