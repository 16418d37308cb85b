package dev.holddown.playbooks.markdown;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The methods of {@code String} that take a regular expression, with each expression compiled once:
 * a page has hundreds of thousands of lines.
 */
final class Rx {
  private static final Map<String, Pattern> COMPILED = new ConcurrentHashMap<>();

  private Rx() {}

  /** The expression, compiled. */
  static Pattern of(String regex) {
    return COMPILED.computeIfAbsent(regex, Pattern::compile);
  }

  /** Whether the whole text matches. */
  static boolean matches(String text, String regex) {
    return of(regex).matcher(text).matches();
  }

  /** The text with its first match replaced. */
  static String first(String text, String regex, String by) {
    return of(regex).matcher(text).replaceFirst(by);
  }

  /** The text with every match replaced. */
  static String all(String text, String regex, String by) {
    return of(regex).matcher(text).replaceAll(by);
  }
}
