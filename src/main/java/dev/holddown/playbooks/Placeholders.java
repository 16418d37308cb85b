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
  void look(Arg arg, String key) {
    switch (arg) {
      case Arg.Literal literal -> {
        if (literal.value() instanceof String text) {
          look(text, literal.place(), key);
        }
      }
      case Arg.Template template ->
          template.parts().stream()
              .filter(Arg.Words.class::isInstance)
              .forEach(part -> look(((Arg.Words) part).text(), template.place(), key));
      case Arg.Seq seq -> seq.items().forEach(item -> look(item, key));
      case Arg.Tree tree -> tree.fields().values().forEach(field -> look(field, key));
      case Arg.SecretRef ignored -> {}
    }
  }

  /** Reports each placeholder in the line of the text it stands in. */
  void look(String text, Place start, String key) {
    for (Pattern pattern : PATTERNS) {
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        int line = (int) text.substring(0, matcher.start()).chars().filter(c -> c == '\n').count();
        problems.add(
            line == 0 ? start : new Place(start.file(), start.line() + line, start.column()),
            "`" + matcher.group() + "` was left to be filled in, in `" + key + "`",
            "write what is meant, or an input such as ${inputs.version}");
      }
    }
  }
}
