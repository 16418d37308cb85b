package dev.holddown.playbooks.markdown;

import java.util.Locale;
import java.util.stream.Collectors;

/** A limit in words, and as the condition that would prove it. */
public final class LimitText {
  private LimitText() {}

  /** Such as {@code error rate < 0.1 %, for 5m}. */
  public static String words(Limit limit) {
    StringBuilder words = new StringBuilder(limit.metric());
    words.append(words.isEmpty() ? "" : " ").append(limit.bound().comparator()).append(' ');
    words.append(
        limit.bound().values().stream().map(LimitText::number).collect(Collectors.joining(" to ")));
    if (!limit.bound().unit().equals("count")) {
      words.append(' ').append(limit.bound().unit());
    }
    if (!limit.over().baseline().isEmpty()) {
      words.append(' ').append(limit.over().relation());
      words.append(limit.over().relation().equals("factor") ? " of " : " from ");
      words.append(limit.over().baseline());
    }
    if (!limit.over().window().isEmpty()) {
      words.append(", for ").append(limit.over().window());
    }
    if (!limit.level().isEmpty()) {
      words.append(" (").append(limit.level()).append(')');
    }
    return limit.action().isEmpty() ? words.toString() : words + " → " + limit.action();
  }

  /** The condition in CEL over {@code result.value}, in the unit of the metric. */
  public static String condition(Limit limit) {
    Limit.Bound bound = limit.bound();
    String first = value(bound.values().getFirst(), bound.unit());
    String base = "baseline.value";
    if (bound.comparator().equals("in")) {
      String last = value(bound.values().getLast(), bound.unit());
      return "result.value >= " + first + " && result.value <= " + last;
    }
    String value = bound.values().getFirst() + "";
    String part = value(bound.values().getFirst(), "%");
    String comparator = bound.comparator();
    return switch (limit.over().relation()) {
      case "factor" ->
          "result.value "
              + comparator
              + " "
              + (bound.unit().equals("%") ? part : value)
              + " * "
              + base;
      case "increase" -> "result.value " + comparator + " " + base + " * (1.0 + " + part + ")";
      case "decrease" -> base + " - result.value " + comparator + " " + base + " * " + part;
      case "deviation" ->
          "result.value >= "
              + base
              + " * (1.0 - "
              + part
              + ") && result.value <= "
              + base
              + " * (1.0 + "
              + part
              + ")";
      default -> "result.value " + comparator + " " + first;
    };
  }

  private static String value(double value, String unit) {
    String number = value == Math.rint(value) ? (long) value + "" : value + "";
    return switch (unit) {
      case "%" -> "percent(" + number + ")";
      case "ms" -> "ms(" + number + ")";
      case "min" -> number(value * 60);
      case "h" -> number(value * 3_600);
      case "d" -> number(value * 86_400);
      case "KB" -> "kib(" + number + ")";
      default -> number;
    };
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%s", value);
  }
}
