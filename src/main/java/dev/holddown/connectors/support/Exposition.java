package dev.holddown.connectors.support;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Metrics as a program shows them: the Prometheus text format 0.0.4 or OpenMetrics 1.0 text. All or
 * nothing: one malformed line, or an end that looks cut off, and none of it is used.
 *
 * @param samples the wanted ones, in order
 * @param types the TYPE of each family that declares one
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format</a>
 * @see <a href="https://prometheus.io/docs/specs/om/open_metrics_spec/">OpenMetrics 1.0</a>
 */
public record Exposition(List<Sample> samples, Map<String, String> types) {
  /** Lines of one exposition. */
  public static final int LINES_MAX = 100_000;

  private static final List<String> SUFFIXES = List.of("_total", "_bucket", "_count", "_sum");

  /** How the text ends and counts time. */
  public enum Format {
    /** Ends with a line feed, times in milliseconds. */
    TEXT,
    /** Ends with {@code # EOF}, times in seconds, may hold exemplars. */
    OPENMETRICS
  }

  /**
   * One sample.
   *
   * @param atMillis its own time, when it has one
   */
  public record Sample(
      int line, String name, Map<String, String> labels, double value, OptionalLong atMillis) {}

  /**
   * Reads it all and keeps what is wanted.
   *
   * @param wanted tells by the sample's name
   * @throws MetricFault with line number and text of what is malformed
   */
  public static Exposition parse(String text, Format format, Predicate<String> wanted)
      throws MetricFault {
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n' && !text.endsWith("# EOF")) {
      throw cut("the last line does not end");
    }
    List<Sample> samples = new ArrayList<>();
    Map<String, String> types = new HashMap<>();
    boolean ended = false;
    int number = 0;
    for (int start = 0; start < text.length(); ) {
      int feed = text.indexOf('\n', start);
      int end = feed < 0 ? text.length() : feed;
      String line = text.substring(start, end);
      start = end + 1;
      if (++number > LINES_MAX) {
        throw MetricFault.error(
            "the metrics have more than " + LINES_MAX + " lines; none of them was used");
      }
      if (format == Format.OPENMETRICS && ended) {
        throw malformed(number, line, "there is text after # EOF");
      }
      if (line.isBlank()) {
        continue;
      }
      if (line.stripLeading().startsWith("#")) {
        ended = line.equals("# EOF");
        comment(line, types);
        continue;
      }
      new Line(line, number, format).sample(wanted).ifPresent(samples::add);
    }
    if (format == Format.OPENMETRICS && !ended) {
      throw cut("# EOF is missing");
    }
    return new Exposition(List.copyOf(samples), Map.copyOf(types));
  }

  /** The declared type of the family that a sample belongs to, or {@code unknown}. */
  public String type(String name) {
    String type = types.get(name);
    for (String suffix : SUFFIXES) {
      if (type == null && name.endsWith(suffix)) {
        type = types.get(name.substring(0, name.length() - suffix.length()));
      }
    }
    return type == null ? "unknown" : type;
  }

  /** A number as Go's ParseFloat reads it in these formats, without hex and underscores. */
  static Optional<Double> number(String token) {
    switch (token) {
      case "NaN", "nan" -> {
        return Optional.of(Double.NaN);
      }
      case "+Inf", "Inf", "+inf", "inf" -> {
        return Optional.of(Double.POSITIVE_INFINITY);
      }
      case "-Inf", "-inf" -> {
        return Optional.of(Double.NEGATIVE_INFINITY);
      }
      default -> {
        for (int i = 0; i < token.length(); i++) {
          char c = token.charAt(i);
          // Double.parseDouble would also take "1d", "1f" and hex.
          if (!(c >= '0' && c <= '9' || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-')) {
            return Optional.empty();
          }
        }
        try {
          return Optional.of(Double.parseDouble(token));
        } catch (NumberFormatException e) {
          return Optional.empty();
        }
      }
    }
  }

  private static void comment(String line, Map<String, String> types) {
    String[] words = line.strip().split("[ \t]+", 5);
    if (words.length >= 4 && words[0].equals("#") && words[1].equals("TYPE")) {
      types.put(words[2], words[3]);
    }
  }

  private static MetricFault cut(String why) {
    return MetricFault.error("the metrics were cut off (" + why + "); none of them was used");
  }

  private static MetricFault malformed(int number, String line, String why) {
    return MetricFault.error(
        "line " + number + " of the metrics is malformed, " + why + ": " + Excerpt.of(line));
  }

  /** Walks along one line. */
  private static final class Line {
    private final String line;
    private final int number;
    private final Format format;
    private int pos;

    Line(String line, int number, Format format) {
      this.line = line;
      this.number = number;
      this.format = format;
    }

    Optional<Sample> sample(Predicate<String> wanted) throws MetricFault {
      blanks();
      String name = name(true);
      boolean keep = wanted.test(name);
      boolean apart = blanks();
      Map<String, String> labels = Map.of();
      if (peek() == '{') {
        labels = labels();
        apart = true;
        blanks();
      }
      if (!apart) {
        throw malformed("a name must be followed by a space or {");
      }
      double value = value("the value");
      OptionalLong at = OptionalLong.empty();
      blanks();
      if (pos < line.length() && peek() != '#') {
        at = OptionalLong.of(time());
        blanks();
      }
      if (pos < line.length()) {
        exemplar();
      }
      return keep ? Optional.of(new Sample(number, name, labels, value, at)) : Optional.empty();
    }

    private void exemplar() throws MetricFault {
      if (format != Format.OPENMETRICS || peek() != '#') {
        throw malformed("there is more after the value");
      }
      pos++;
      blanks();
      if (peek() != '{') {
        throw malformed("an exemplar must begin with {");
      }
      labels();
      blanks();
      value("the exemplar's value");
      blanks();
      if (pos < line.length()) {
        value("the exemplar's time");
        blanks();
      }
      if (pos < line.length()) {
        throw malformed("there is more after the exemplar");
      }
    }

    private Map<String, String> labels() throws MetricFault {
      pos++;
      Map<String, String> labels = new TreeMap<>();
      blanks();
      while (peek() != '}') {
        String name = name(false);
        blanks();
        expect('=');
        blanks();
        expect('"');
        if (labels.put(name, quoted()) != null) {
          throw malformed("the label " + name + " stands twice");
        }
        blanks();
        if (peek() == ',') {
          pos++;
          blanks();
        } else if (peek() != '}') {
          throw malformed("after a label comes , or }");
        }
      }
      pos++;
      return labels;
    }

    private String quoted() throws MetricFault {
      StringBuilder text = new StringBuilder();
      while (pos < line.length()) {
        char c = line.charAt(pos++);
        if (c == '"') {
          return text.toString();
        }
        if (c != '\\' || pos == line.length()) {
          text.append(c);
          continue;
        }
        char escaped = line.charAt(pos++);
        switch (escaped) {
          case 'n' -> text.append('\n');
          case '"', '\\' -> text.append(escaped);
          default -> text.append('\\').append(escaped);
        }
      }
      throw malformed("a label's value has no closing quote");
    }

    private String name(boolean metric) throws MetricFault {
      int start = pos;
      while (pos < line.length() && named(line.charAt(pos), metric, pos == start)) {
        pos++;
      }
      if (pos == start) {
        throw malformed(metric ? "it does not begin with a name" : "a label's name is missing");
      }
      return line.substring(start, pos);
    }

    private static boolean named(char c, boolean metric, boolean first) {
      return c >= 'a' && c <= 'z'
          || c >= 'A' && c <= 'Z'
          || c == '_'
          || metric && c == ':'
          || !first && c >= '0' && c <= '9';
    }

    private double value(String what) throws MetricFault {
      String token = token();
      return Exposition.number(token)
          .orElseThrow(() ->
              malformed(
                  what
                      + (token.isEmpty()
                          ? " is missing"
                          : " \"" + Excerpt.of(token) + "\" is not a number")));
    }

    private long time() throws MetricFault {
      double time = value("the time");
      if (!Double.isFinite(time)) {
        throw malformed("the time is not a number");
      }
      return Math.round(format == Format.OPENMETRICS ? time * 1000 : time);
    }

    private String token() {
      int start = pos;
      while (pos < line.length() && line.charAt(pos) != ' ' && line.charAt(pos) != '\t') {
        pos++;
      }
      return line.substring(start, pos);
    }

    private boolean blanks() {
      int start = pos;
      while (peek() == ' ' || peek() == '\t') {
        pos++;
      }
      return pos > start;
    }

    private void expect(char c) throws MetricFault {
      if (peek() != c) {
        throw malformed("expected " + c + " at column " + (pos + 1));
      }
      pos++;
    }

    private char peek() {
      return pos < line.length() ? line.charAt(pos) : '\0';
    }

    private MetricFault malformed(String why) {
      return Exposition.malformed(number, line, why);
    }
  }
}
