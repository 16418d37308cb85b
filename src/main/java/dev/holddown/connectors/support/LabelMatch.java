package dev.holddown.connectors.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which series are meant: each named label has exactly this value or, after {@code ~}, matches the
 * whole regular expression. As in Prometheus a missing label has the value "".
 */
public record LabelMatch(List<Rule> rules) {
  /** Characters of one regular expression. */
  public static final int REGEX_CHARS_MAX = 500;

  private static final int REGEX_STEPS_MAX = 100_000;

  /** One label's rule. */
  public record Rule(String label, String exact, Pattern regex, boolean isRegex) {}

  public static LabelMatch of(Map<String, String> given) throws MetricFault {
    List<Rule> rules = new ArrayList<>();
    for (Map.Entry<String, String> each : given.entrySet()) {
      String value = each.getValue();
      boolean isRegex = value.startsWith("~");
      rules.add(
          new Rule(
              each.getKey(),
              value,
              isRegex ? pattern(each.getKey(), value.substring(1)) : Pattern.compile(""),
              isRegex));
    }
    return new LabelMatch(List.copyOf(rules));
  }

  private static Pattern pattern(String label, String regex) throws MetricFault {
    if (regex.length() > REGEX_CHARS_MAX) {
      throw MetricFault.error(
          "the pattern of label " + label + " has more than " + REGEX_CHARS_MAX + " characters");
    }
    try {
      return Pattern.compile(regex, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw MetricFault.error(
          "the pattern of label "
              + label
              + " is not a regular expression: "
              + Excerpt.of(e.getDescription()));
    }
  }

  /** Both this and the other must hold. */
  public LabelMatch and(LabelMatch other) {
    List<Rule> both = new ArrayList<>(rules);
    both.addAll(other.rules);
    return new LabelMatch(List.copyOf(both));
  }

  public boolean matches(Map<String, String> labels) throws MetricFault {
    for (Rule rule : rules) {
      String value = labels.getOrDefault(rule.label(), "");
      if (rule.isRegex() ? !found(rule, value) : !rule.exact().equals(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean found(Rule rule, String value) throws MetricFault {
    try {
      return rule.regex().matcher(new Counted(value, new int[1])).matches();
    } catch (TooManySteps | StackOverflowError e) {
      throw MetricFault.error(
          "the pattern of label "
              + rule.label()
              + " takes too long on \""
              + Excerpt.of(value)
              + "\"; write it without nested repetition");
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (Rule rule : rules) {
      text.append(text.length() > 1 ? ", " : "")
          .append(rule.label())
          .append(rule.isRegex() ? "=~\"" : "=\"")
          .append(rule.isRegex() ? rule.exact().substring(1) : rule.exact())
          .append('"');
    }
    return text.append('}').toString();
  }

  /** Ends a match that backtracks without end: Java's engine has no limit of its own. */
  private record Counted(String text, int[] steps) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++steps[0] > REGEX_STEPS_MAX) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.substring(start, end), steps);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super("too many steps", null, false, false);
    }
  }
}
