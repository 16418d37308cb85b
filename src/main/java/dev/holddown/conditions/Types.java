package dev.holddown.conditions;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns what CEL's type checker says into a sentence. */
final class Types {
  private static final Pattern OVERLOAD =
      Pattern.compile(
          "found no matching overload for '([^']*)' applied to '(.*?)' \\(candidates.*");

  private static final Map<String, String> OPERATORS =
      Map.of("_?_:_", "?:", "_[_]", "[]", "!_", "!", "-_", "-", "@in", "in", Typed.MODULO, "%");

  private Types() {}

  static String sentence(String message) {
    Matcher m = OVERLOAD.matcher(message.replace('\n', ' '));
    if (!m.matches()) {
      return "the types do not fit: " + Shown.escaped(message);
    }
    String function = m.group(1);
    String operands = m.group(2);
    String[] words =
        Arrays.stream(inside(operands).split(",\\s*(?![^(]*\\))"))
            .filter(s -> !s.isEmpty())
            .map(Types::word)
            .toArray(String[]::new);
    String symbol = OPERATORS.getOrDefault(function, function.replace("_", ""));
    if (words.length == 2 && function.matches("_(==|!=|<|<=|>|>=)_")) {
      return words[0] + " cannot be compared with " + words[1] + " by " + symbol;
    }
    boolean operator = function.contains("_") || function.startsWith("@");
    if (operator) {
      return "\"" + symbol + "\" cannot be used on " + String.join(" and ", words);
    }
    int dot = operands.indexOf(".(");
    String on = dot > 0 ? " on " + word(operands.substring(0, dot)) : "";
    return function
        + "() cannot be used"
        + on
        + " with "
        + (words.length == 0 ? "nothing in brackets" : String.join(" and ", words));
  }

  private static String inside(String operands) {
    int open = operands.indexOf(".(") + 1;
    return operands.substring(operands.indexOf('(', open) + 1, operands.length() - 1);
  }

  /** A type as people call it. */
  static String word(String type) {
    String base = type.contains("(") ? type.substring(0, type.indexOf('(')) : type.strip();
    return switch (base) {
      case "double", "int", "uint" -> "a number";
      case "string" -> "text";
      case "bool" -> "true or false";
      case "list" -> "a list";
      case "map" -> "a map";
      case "null", "null_type" -> "null";
      case "timestamp", "google.protobuf.Timestamp" -> "a time";
      case "duration", "google.protobuf.Duration" -> "a duration";
      default -> "a value";
    };
  }
}
