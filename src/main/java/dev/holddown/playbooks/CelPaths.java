package dev.holddown.playbooks;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the dotted names in a CEL expression, such as {@code targets.lambda.url}; what stands in
 * its strings and comments is no name. It knows nothing else of CEL: syntax and types are checked
 * behind {@link dev.holddown.engine.port.ExprCheck}.
 */
final class CelPaths {
  /**
   * One dotted name.
   *
   * @param words at least one
   * @param offset of its first character in the expression
   * @param called whether its last word is followed by a parenthesis
   */
  record Path(List<String> words, int offset, boolean called) {
    String root() {
      return words.getFirst();
    }

    /** The names behind the root, without the function that is called on them. */
    List<String> fields() {
      return words.subList(1, Math.max(1, called ? words.size() - 1 : words.size()));
    }
  }

  private final String text;
  private int at;

  private CelPaths(String text) {
    this.text = text;
  }

  static List<Path> of(String expression) {
    return new CelPaths(expression).scan();
  }

  private List<Path> scan() {
    List<Path> paths = new ArrayList<>();
    boolean member = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"' || c == '\'') {
        skipString(false);
      } else if (text.startsWith("//", at)) {
        at = lineEnd();
      } else if (Character.isLetter(c) || c == '_') {
        int start = at;
        Path path = path(start);
        if (stringPrefix(path)) {
          skipString(path.root().toLowerCase(java.util.Locale.ROOT).contains("r"));
        } else if (!member) {
          paths.add(path);
        }
      } else if (Character.isDigit(c)) {
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
          at++;
        }
        member = false;
        continue;
      } else {
        member = c == '.' || (member && Character.isWhitespace(c));
        at++;
        continue;
      }
      member = false;
    }
    return paths;
  }

  private boolean stringPrefix(Path path) {
    return path.words().size() == 1
        && path.root().matches("(?i)r|b|rb|br")
        && at < text.length()
        && (text.charAt(at) == '"' || text.charAt(at) == '\'');
  }

  private Path path(int start) {
    List<String> words = new ArrayList<>();
    words.add(word());
    while (at + 1 < text.length()
        && text.charAt(at) == '.'
        && (Character.isLetter(text.charAt(at + 1)) || text.charAt(at + 1) == '_')) {
      at++;
      words.add(word());
    }
    return new Path(List.copyOf(words), start, at < text.length() && text.charAt(at) == '(');
  }

  private String word() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    return text.substring(start, at);
  }

  private void skipString(boolean raw) {
    String quote = text.substring(at, at + 1);
    if (text.startsWith(quote.repeat(3), at)) {
      quote = quote.repeat(3);
    }
    at += quote.length();
    while (at < text.length() && !text.startsWith(quote, at)) {
      at += !raw && text.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(text.length(), at + quote.length());
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }
}
