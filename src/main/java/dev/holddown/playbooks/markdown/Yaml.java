package dev.holddown.playbooks.markdown;

import dev.holddown.domain.playbook.Place;
import dev.holddown.playbooks.Invisible;
import dev.holddown.playbooks.Origin;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Lines of YAML, each value in double quotes, so that no text can mean something else. */
final class Yaml {
  private static final int COMMENT_CHARACTERS_MAX = 300;

  private final StringBuilder text = new StringBuilder();
  private final TreeMap<Integer, From> from = new TreeMap<>();
  private int lines;

  /** Where a line comes from; the shift is there when each column of it is known. */
  private record From(int line, int column, Optional<Integer> shift) {}

  /** What follows comes from this place of the page. */
  Yaml from(int line, int column) {
    from.put(lines + 1, new From(line, column, Optional.empty()));
    return this;
  }

  /** A line that stands so on the page, indented there by other columns than here. */
  Yaml same(int indent, String words, int line, int indented) {
    from.put(lines + 1, new From(line, 1, Optional.of(indent - indented)));
    return line(indent, words);
  }

  /** Where on the page a place of the YAML comes from. */
  Origin origin(String file) {
    TreeMap<Integer, From> known = new TreeMap<>(from);
    return (line, column) -> {
      Map.Entry<Integer, From> entry = known.floorEntry(line);
      if (entry == null) {
        return new Place(file, 1, 1);
      }
      From place = entry.getValue();
      int at = place.shift().map(shift -> Math.max(1, column - shift)).orElse(place.column());
      return new Place(file, place.line(), at);
    };
  }

  /** A line, indented by so many columns. */
  Yaml line(int indent, String line) {
    text.append(" ".repeat(indent)).append(line).append('\n');
    lines++;
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
    lines += (int) block.chars().filter(c -> c == '\n').count();
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
