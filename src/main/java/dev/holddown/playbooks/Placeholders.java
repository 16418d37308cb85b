package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Place;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what somebody meant to fill in and did not: {@code <x>}, {@code [X]}, {@code YOUR/…}. */
final class Placeholders {
  private static final List<Pattern> PATTERNS =
      List.of(
          Pattern.compile("<[A-Za-z][A-Za-z0-9 _-]*>"),
          // Not a[I] of a shell, nor [A-Z] of a pattern.
          Pattern.compile("(?<![\\w\\]])\\[(X|[A-Z][A-Z0-9_ ]+)\\](?!\\()"),
          Pattern.compile("\\bYOUR[/_-][A-Za-z0-9_-]*"),
          Pattern.compile("(?<![$\\w{])API_ID\\b(?!=)"),
          Pattern.compile("\\$LATEST\\b"));

  private final Problems problems;

  Placeholders(Problems problems) {
    this.problems = problems;
  }

  /** Looks at the literal words of a value; what comes out of {@code ${…}} is not looked at. */
  void look(Arg arg, Node node, String key) {
    switch (arg) {
      case Arg.Literal literal -> {
        if (literal.value() instanceof String text) {
          look("", text, node, key);
        }
      }
      case Arg.Template template -> {
        StringBuilder before = new StringBuilder();
        for (Arg.Part part : template.parts()) {
          if (part instanceof Arg.Words words) {
            look(before.toString(), words.text(), node, key);
            before.append(words.text());
          }
        }
      }
      case Arg.Seq seq -> {
        List<Node> nodes = node instanceof Node.Listing listing ? listing.nodes() : List.of();
        for (int i = 0; i < seq.items().size(); i++) {
          look(seq.items().get(i), i < nodes.size() ? nodes.get(i) : node, key);
        }
      }
      case Arg.Tree tree -> {
        List<Node.Entry> entries =
            node instanceof Node.Mapping mapping ? mapping.entries() : List.of();
        tree.fields()
            .forEach((name, field) ->
                look(
                    field,
                    entries.stream()
                        .filter(entry -> entry.key().equals(name))
                        .map(Node.Entry::value)
                        .findFirst()
                        .orElse(node),
                    key));
      }
      case Arg.SecretRef ignored -> {}
    }
  }

  /** Reports each placeholder in the line of the text it stands in. */
  private void look(String before, String text, Node node, String key) {
    for (Pattern pattern : PATTERNS) {
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        problems.add(
            place(node, before + text.substring(0, matcher.start())),
            "`" + matcher.group() + "` was left to be filled in, in `" + key + "`",
            "write what is meant, or an input such as ${inputs.version}");
      }
    }
  }

  /** The lines of a block are those of the file; in a quoted text a line break is only written. */
  private static Place place(Node node, String before) {
    if (!(node instanceof Node.Scalar scalar) || scalar.content().line() == scalar.place().line()) {
      return node.place();
    }
    int line = (int) before.chars().filter(c -> c == '\n').count();
    Place start = scalar.content();
    return new Place(start.file(), start.line() + line, start.column());
  }
}
