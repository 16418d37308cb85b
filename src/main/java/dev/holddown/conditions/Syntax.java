package dev.holddown.conditions;

import dev.holddown.engine.port.ExprCheck.Problem;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the parser's first complaint into one sentence about what was written. */
final class Syntax {
  private static final Map<String, String> CURES =
      Map.ofEntries(
          Map.entry("=", "write == to compare"),
          Map.entry("===", "write == to compare"),
          Map.entry("<>", "write !="),
          Map.entry("&", "write &&"),
          Map.entry("|", "write ||"),
          Map.entry("and", "write &&"),
          Map.entry("or", "write ||"),
          Map.entry("not", "write !"),
          Map.entry("is", "write =="),
          Map.entry("equals", "write =="));

  private static final Pattern TOKEN =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|[0-9][0-9.]*[A-Za-z%]*|[<>=!&|]+|\\S");

  private Syntax() {}

  /**
   * @param message of the parser
   * @param offset where it stopped, in characters
   */
  static Problem problem(String source, String message, int offset) {
    if (source.isBlank()) {
      return new Problem("the expression is empty", 0, "write a condition");
    }
    int at = Math.min(offset, source.length());
    if (message.contains("recursion limit")) {
      return new Problem(
          "the expression is nested deeper than " + Shape.DEPTH_MAX + " levels", 0, "split it");
    } else if (message.contains("For input string") || message.contains("NumberFormat")) {
      return new Problem("the number " + token(source, at) + " is too large", at, "");
    } else if (message.startsWith("reserved identifier")) {
      return new Problem(
          "\"" + token(source, at) + "\" is a word of the language and cannot be a name", at, "");
    } else if (message.contains("has() macro")) {
      return new Problem("has() asks for a field", at, "write has(result.version)");
    } else if (message.contains("simple name")) {
      return new Problem(
          "the first argument must be a plain name", at, "such as list.all(x, x.ready)");
    }
    return place(source, message, at);
  }

  private static Problem place(String source, String message, int at) {
    if (message.startsWith("token recognition error") && at < source.length()) {
      char c = source.charAt(at);
      if (c == '"' || c == '\'' || ("rRbB".indexOf(c) >= 0 && quote(source, at + 1))) {
        return quoted(source, at);
      }
    }
    if (message.startsWith("no viable alternative")
        && source.startsWith(".", afterDot(source, at))) {
      return field(source, at);
    }
    String rest = source.substring(at).strip();
    if (rest.isEmpty() || message.contains("'<EOF>'")) {
      return end(source, message);
    }
    return word(source, at);
  }

  private static boolean quote(String source, int at) {
    return at < source.length() && (source.charAt(at) == '"' || source.charAt(at) == '\'');
  }

  private static Problem quoted(String source, int at) {
    int open = quote(source, at) ? at : at + 1;
    boolean closed = source.indexOf(source.charAt(open), open + 1) > 0;
    return closed
        ? new Problem(
            "the text that begins here holds an escape that is not known",
            at,
            "write \\\\ for a backslash, or r'…' for a pattern")
        : new Problem("the quote opened here is never closed", at, "close it");
  }

  private static int afterDot(String source, int at) {
    return at > 0 && source.charAt(at - 1) == '.' ? at - 1 : at;
  }

  private static Problem field(String source, int at) {
    int start = afterDot(source, at) + 1;
    String name = start < source.length() ? token(source, start) : "";
    if (name.isEmpty()) {
      return new Problem("a name is missing after the dot", start, "");
    }
    return new Problem(
        "\"" + name + "\" cannot stand after a dot", start, "write [\"" + name + "\"] instead");
  }

  private static Problem end(String source, String message) {
    if (message.startsWith("missing ')'") || message.startsWith("missing ']'")) {
      char bracket = message.charAt(9);
      return new Problem("a " + bracket + " is missing at the end", source.length(), "add it");
    }
    String last = lastToken(source, source.length());
    String cure =
        last.endsWith("%") ? "write percent(5) for 5 %" : "something is missing after " + last;
    return new Problem("the expression ends too early", source.length(), cure);
  }

  private static Problem word(String source, int at) {
    String before = lastToken(source, at);
    String here = token(source, at);
    if (before.matches("[0-9.]+") && here.matches("[A-Za-z%]+") && touches(source, at)) {
      String number = before + here;
      return new Problem(
          number + " is not a number",
          at - before.length(),
          "write duration(\"" + number + "\"), ms(…), percent(…) or kib(…)");
    }
    String around = operator(source, at);
    if (CURES.containsKey(around)) {
      return new Problem("\"" + around + "\" is not part of the language", at, cure(around));
    }
    if (CURES.containsKey(here)) {
      return new Problem("\"" + here + "\" is not part of the language", at, cure(here));
    }
    if (CURES.containsKey(before)) {
      return new Problem(
          "\"" + before + "\" is not part of the language",
          source.lastIndexOf(before, at - 1),
          cure(before));
    }
    String cure = here.equals("$") ? "names stand here without ${}" : "";
    return new Problem("\"" + Shown.escaped(here) + "\" cannot stand here", at, cure);
  }

  private static String cure(String word) {
    return CURES.getOrDefault(word, "");
  }

  private static boolean touches(String source, int at) {
    return at > 0 && !Character.isWhitespace(source.charAt(at - 1));
  }

  /** The run of operator characters around a place, such as {@code ===}. */
  private static String operator(String source, int at) {
    int from = at;
    int to = at;
    while (from > 0 && "<>=!&|".indexOf(source.charAt(from - 1)) >= 0) {
      from--;
    }
    while (to < source.length() && "<>=!&|".indexOf(source.charAt(to)) >= 0) {
      to++;
    }
    return source.substring(from, to);
  }

  private static String token(String source, int at) {
    Matcher m = TOKEN.matcher(source);
    return m.find(at) ? Shown.cut(m.group(), 40) : "";
  }

  private static String lastToken(String source, int before) {
    Matcher m = TOKEN.matcher(source).region(0, before);
    String last = "";
    while (m.find()) {
      last = m.group();
    }
    return Shown.cut(last, 40);
  }
}
