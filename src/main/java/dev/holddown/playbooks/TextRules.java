package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Place;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What YAML allows and a playbook does not, each with its cure. */
final class TextRules {
  static final String QUOTE = "put the expression in single quotes";
  private static final Pattern CEL_LINE =
      Pattern.compile("(^|[\\s{,-])(expect|warn|breach|when)\\s*:\\s.*");

  private final Problems problems;

  TextRules(Problems problems) {
    this.problems = problems;
  }

  /** Whether YAML reads it as no value at all. */
  static boolean empty(Node node) {
    return node instanceof Node.Scalar scalar
        && scalar.plain()
        && (scalar.text().isEmpty()
            || scalar.text().equals("~")
            || scalar.text().equalsIgnoreCase("null"));
  }

  void tag(Place place, String tag) {
    problems.add(
        place,
        "`" + tag + "` is a YAML tag, and the value after it is lost",
        QUOTE + ", such as '" + tag + "'");
  }

  void anchor(Place place, String name) {
    problems.add(
        place,
        "the YAML anchor `&" + name + "` is not read",
        "name the value under vars: and use ${vars." + name + "}");
  }

  void alias(Place place, String name) {
    problems.add(
        place,
        "the YAML alias `*" + name + "` is not read",
        "write the value out, or name it under vars:");
  }

  /** A sentence for what the parser could not read. */
  void notYaml(Place place, String problem, String line) {
    String cure = "look at the indentation, quotes and brackets of this line and the one before";
    if (problem.contains("TAB") || line.startsWith("\t")) {
      cure = "indent with spaces, not with a tab";
    } else if (CEL_LINE.matcher(line).find()) {
      cure = QUOTE;
    }
    problems.add(place, "this is not YAML: " + problem, cure);
  }

  /** An entry of a list. */
  Node entry(Node node) {
    if (!empty(node)) {
      return node;
    }
    problems.add(node.place(), "an entry of this list is empty", "write it out or remove the dash");
    return new Node.Broken(node.place());
  }

  /** A key with its value; nothing when the key cannot be used. */
  Optional<Node.Entry> keyed(Node key, Node value, Map<String, Place> seen) {
    if (!(key instanceof Node.Scalar word)) {
      if (!(key instanceof Node.Broken)) {
        problems.add(
            key.place(),
            "a key must be a word, not " + key.kind(),
            "text that holds ${…} goes in double quotes");
      }
      return Optional.empty();
    }
    Place first = seen.putIfAbsent(word.text(), word.place());
    if (first != null) {
      problems.add(
          word.place(),
          "the key `" + word.text() + "` stands twice, first in line " + first.line(),
          "keep one of them");
      return Optional.empty();
    }
    if (empty(value)) {
      String cure = word.text().contains(".") ? "write {} when it takes none" : "";
      problems.add(
          word.place(),
          "`" + word.text() + "` has no value",
          cure.isEmpty() ? "write one or remove the key" : cure);
      return Optional.of(new Node.Entry(word.text(), word.place(), new Node.Broken(value.place())));
    }
    return Optional.of(new Node.Entry(word.text(), word.place(), value));
  }
}
