package dev.holddown.playbooks.markdown;

import dev.holddown.playbooks.Invisible;

/** Lines of YAML, each value in double quotes, so that no text can mean something else. */
final class Yaml {
  private static final int COMMENT_CHARACTERS_MAX = 300;

  private final StringBuilder text = new StringBuilder();

  /** A line, indented by so many columns. */
  Yaml line(int indent, String line) {
    text.append(" ".repeat(indent)).append(line).append('\n');
    return this;
  }

  /** A key with a text. */
  Yaml text(int indent, String key, String value) {
    return line(indent, key + ": " + quoted(value));
  }

  /** A remark, on one line. */
  Yaml comment(int indent, String words) {
    String plain = Rx.all(Invisible.without(words), "\\s+", " ").strip();
    String cut =
        plain.length() > COMMENT_CHARACTERS_MAX
            ? plain.substring(0, COMMENT_CHARACTERS_MAX) + "…"
            : plain;
    return line(indent, "# " + cut);
  }

  /** Text that stands already as YAML. */
  Yaml block(String block) {
    text.append(block);
    return this;
  }

  /** How long it is already. */
  int length() {
    return text.length();
  }

  /** A text as YAML has it in double quotes. */
  static String quoted(String value) {
    String seen = Invisible.without(value).strip();
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < seen.length(); i++) {
      char c = seen.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> {}
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
