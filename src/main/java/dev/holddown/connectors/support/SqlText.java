package dev.holddown.connectors.support;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets through one statement that begins like a question. This is the first of three nets: the
 * transaction reads only, and the user of the database should have few rights as well.
 */
public final class SqlText {
  private static final Set<String> QUESTIONS =
      Set.of("select", "with", "values", "table", "show", "explain");
  private static final Pattern WORD = Pattern.compile("^[\\s(]*([A-Za-z]+)");

  /** Quoted text and names, dollar quotes, comments: what a semicolon means nothing in. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?s)'(?:[^']|'')*+'|\"(?:[^\"]|\"\")*+\"|\\$(\\w*)\\$.*?\\$\\1\\$"
              + "|--[^\\n]*|/\\*.*?\\*/");

  private static final int TEXT_CHARS_MAX = 64 * 1024;

  private SqlText() {}

  /**
   * The statement, without a semicolon at its end.
   *
   * @throws CallRefused when it is several, or one that changes something
   */
  public static String one(String text) throws CallRefused {
    if (text.length() > TEXT_CHARS_MAX) {
      throw new CallRefused("the query has " + text.length() + " characters; the limit is 65536");
    }
    String bare = QUOTED.matcher(text).replaceAll(" ").stripTrailing();
    String end = bare.endsWith(";") ? bare.substring(0, bare.length() - 1) : bare;
    if (end.indexOf(';') >= 0) {
      throw new CallRefused("the query holds several statements; sql.query asks one question");
    }
    Matcher word = WORD.matcher(bare);
    String first = word.find() ? word.group(1).toLowerCase(Locale.ROOT) : "";
    if (!QUESTIONS.contains(first)) {
      throw new CallRefused(
          "the query begins with "
              + (first.isEmpty() ? "no word" : first)
              + "; sql.query takes SELECT, WITH, VALUES, TABLE, SHOW or EXPLAIN, and changes"
              + " nothing");
    }
    return text.strip().replaceFirst(";\\s*$", "");
  }
}
