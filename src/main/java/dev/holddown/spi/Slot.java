package dev.holddown.spi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** How text that comes out of {@code ${…}} is encoded for the place it is put into. */
public enum Slot {
  /** Nothing may be interpolated: literals only. */
  LITERAL,
  /** Data that no interpreter reads (JSON values, environment values, comparison values). */
  DATA,
  /** Part of a URL: percent-encoded (RFC 3986); a whole base URL may stand at the beginning. */
  URL,
  /** Inside a PromQL string literal. */
  PROMQL,
  /** A header value: no line breaks. */
  HEADER,
  /** One argument of a program: may not begin with a dash. */
  ARGV,
  /**
   * A message to people: what shows nothing, breaks a line unseen or turns the direction of writing
   * is replaced; a joiner is kept, it is part of words and emoji.
   */
  WORDS,
  /**
   * A message to a chat: as {@code WORDS}, and no value can mention, link or announce (Slack's rule
   * for text that is not its own: {@code &}, {@code <} and {@code >} as entities).
   */
  CHAT;

  /** Unicode Cc, Cf, Cs, Co, Zl, Zp and the fillers, without line break, tab and joiners. */
  private static final Pattern HIDDEN =
      Pattern.compile(
          "[[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\u115f\\u1160\\u3164\\uffa0]"
              + "&&[^\\n\\t\\u200c\\u200d]]");

  /**
   * Encodes one interpolated value.
   *
   * @throws IllegalArgumentException with a sentence when the value may not stand there
   */
  public String encode(String value) {
    return switch (this) {
      case LITERAL ->
          throw new IllegalArgumentException("only literal text may stand here, no ${…}");
      case DATA -> value;
      case URL -> URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
      case PROMQL ->
          value
              .replace("\\", "\\\\")
              // Prometheus refuses \" inside '…' and \' inside "…"; the hex forms hold in both.
              .replace("\"", "\\x22")
              .replace("'", "\\x27")
              .replace("`", "\\x60")
              .replace("\n", "\\n");
      case HEADER -> {
        if (value.chars().anyMatch(c -> c < ' ' || c == 127)) {
          throw new IllegalArgumentException("a header value may not hold control characters");
        }
        yield value;
      }
      case ARGV -> {
        if (value.startsWith("-")) {
          throw new IllegalArgumentException(
              "the value \""
                  + WORDS.encode(value)
                  + "\" begins with a dash and would be read as an option");
        }
        if (value.indexOf('\0') >= 0) {
          throw new IllegalArgumentException("an argument may not hold a NUL character");
        }
        yield value;
      }
      // It would show another value than the true one, or carry one that nobody sees.
      case WORDS -> HIDDEN.matcher(value).replaceAll("�");
      case CHAT ->
          WORDS.encode(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    };
  }
}
