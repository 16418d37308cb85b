package dev.holddown.connectors.support;

import dev.holddown.connectors.support.PromqlShape.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the forms of {@link PromqlShape}, strictly: at anything else it gives up. */
final class PromqlReader {
  private static final int QUERY_CHARS_MAX = 4_000;
  private static final int DEPTH_MAX = 16;
  private static final Set<String> AGGREGATIONS = words("sum min max avg count");
  private static final Set<String> OF_THE_PAST =
      words(
          "rate irate increase delta idelta deriv avg_over_time min_over_time max_over_time"
              + " sum_over_time count_over_time last_over_time");

  /** No names of series; without regard to capitals. */
  private static final Set<String> WORDS =
      words(
          "by without on ignoring group_left group_right offset bool and or unless atan2 inf nan"
              + " start end sum min max avg count group stddev stdvar topk bottomk count_values"
              + " quantile limitk limit_ratio");

  private final String query;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Map<String, String>> selectors = new ArrayList<>();
  private int at;
  private int depth;

  PromqlReader(String query) {
    this.query = query;
  }

  /** What a part of a query gives. */
  private enum Gives {
    NUMBER,
    SERIES,
    AGGREGATE
  }

  /** It is none of the forms. */
  private static final class Other extends Exception {
    private static final long serialVersionUID = 1L;

    Other() {
      super("another form", null, false, false);
    }
  }

  private static Set<String> words(String words) {
    return Set.of(words.split(" ", -1));
  }

  Optional<PromqlShape> read() {
    if (query.length() > QUERY_CHARS_MAX) {
      return Optional.empty();
    }
    try {
      Gives gives = sum();
      if (at < query.length() || gives == Gives.NUMBER) {
        return Optional.empty();
      }
      Map<String, String> labels = PromqlShape.labels(selectors, pieces);
      return labels.isEmpty()
          ? Optional.empty()
          : Optional.of(new PromqlShape(pieces, gives == Gives.AGGREGATE, labels));
    } catch (Other other) {
      return Optional.empty();
    }
  }

  private Gives sum() throws Other {
    if (++depth > DEPTH_MAX) {
      throw new Other();
    }
    Gives gives = operand();
    while (true) {
      blank();
      char operator = peek();
      if ("+-*/".indexOf(operator) < 0 || operator == 0) {
        depth--;
        return gives;
      }
      text(next() + " ");
      Gives right = operand();
      if (gives != right && gives != Gives.NUMBER && right != Gives.NUMBER) {
        throw new Other();
      }
      gives = right == Gives.NUMBER ? gives : right;
    }
  }

  private Gives operand() throws Other {
    blank();
    char c = peek();
    if (c == '(') {
      text(next() + "");
      Gives gives = sum();
      close();
      return gives;
    }
    if (digit(c) || c == '.') {
      text(number());
      return Gives.NUMBER;
    }
    String word = word();
    blank();
    if (AGGREGATIONS.contains(word) && (peek() == '(' || ahead("by"))) {
      return aggregate(word);
    }
    if (OF_THE_PAST.contains(word) && peek() == '(') {
      return past(word);
    }
    if (word.equals("histogram_quantile") && peek() == '(') {
      return quantile(word);
    }
    if (peek() == '(' || WORDS.contains(word.toLowerCase(java.util.Locale.ROOT))) {
      throw new Other();
    }
    selector(word);
    return Gives.SERIES;
  }

  private Gives aggregate(String word) throws Other {
    text(word);
    int place = pieces.size();
    pieces.add(new Piece.By(List.of()));
    List<String> names = by();
    blank();
    open();
    if (sum() == Gives.NUMBER) {
      throw new Other();
    }
    close();
    blank();
    if (ahead("by")) {
      if (!names.isEmpty()) {
        throw new Other();
      }
      names = by();
    }
    pieces.set(place, new Piece.By(names));
    return Gives.AGGREGATE;
  }

  private List<String> by() throws Other {
    List<String> names = new ArrayList<>();
    if (!ahead("by")) {
      return names;
    }
    at += 2;
    blank();
    expect('(');
    blank();
    while (peek() != ')') {
      names.add(label());
      blank();
      if (peek() == ',') {
        at++;
        blank();
      } else if (peek() != ')') {
        throw new Other();
      }
    }
    at++;
    if (names.isEmpty()) {
      throw new Other();
    }
    return names;
  }

  private Gives past(String function) throws Other {
    text(function);
    open();
    blank();
    selector(word());
    blank();
    expect('[');
    int from = at;
    while (digit(peek()) || "smhdwy".indexOf(peek()) >= 0 && peek() != 0) {
      at++;
    }
    String range = query.substring(from, at);
    expect(']');
    if (range.isEmpty() || !digit(range.charAt(0)) || digit(range.charAt(range.length() - 1))) {
      throw new Other();
    }
    text("[" + range + "]");
    close();
    return Gives.SERIES;
  }

  private Gives quantile(String function) throws Other {
    text(function);
    open();
    blank();
    text(number());
    blank();
    expect(',');
    text(", ");
    Gives gives = sum();
    if (gives == Gives.NUMBER) {
      throw new Other();
    }
    close();
    return gives;
  }

  // --- series ---

  private void selector(String name) throws Other {
    if (WORDS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
      throw new Other();
    }
    text(name);
    Map<String, String> equal = new HashMap<>();
    Set<String> several = new HashSet<>();
    blank();
    if (peek() == '{') {
      text(next() + "");
      blank();
      while (peek() != '}') {
        matcher(equal, several);
        blank();
        if (peek() == ',') {
          text(next() + "");
          blank();
        } else if (peek() != '}') {
          throw new Other();
        }
      }
      text(next() + "");
    }
    equal.keySet().removeAll(several);
    selectors.add(equal);
  }

  private void matcher(Map<String, String> equal, Set<String> several) throws Other {
    String label = label();
    blank();
    String operator = next() + "";
    if ((operator.equals("=") || operator.equals("!")) && (peek() == '~' || peek() == '=')) {
      operator += next();
    }
    blank();
    String value = string();
    switch (operator) {
      case "=" -> {
        pieces.add(new Piece.Equal(label, value));
        if (equal.put(label, value) != null) {
          several.add(label);
        }
      }
      case "!=", "=~", "!~" -> {
        text(label + operator + '"' + value + '"');
        several.add(label);
      }
      default -> throw new Other();
    }
  }

  private String string() throws Other {
    char quote = next();
    if (quote != '"' && quote != '\'') {
      throw new Other();
    }
    int from = at;
    while (peek() != quote) {
      char c = next();
      // escapes mean different things in different quotes
      if (c == 0 || c == '\\' || c == '"' || c == '\n') {
        throw new Other();
      }
    }
    at++;
    return query.substring(from, at - 1);
  }

  // --- words ---

  private String word() throws Other {
    int from = at;
    while (letter(peek()) || digit(peek()) && at > from || peek() == ':') {
      at++;
    }
    return some(from);
  }

  private String label() throws Other {
    int from = at;
    while (letter(peek()) || digit(peek()) && at > from) {
      at++;
    }
    return some(from);
  }

  private String number() throws Other {
    int from = at;
    while (digit(peek()) || peek() == '.') {
      at++;
    }
    if (letter(peek())) {
      throw new Other(); // 1e3, 0x1f, 5m
    }
    return some(from);
  }

  private String some(int from) throws Other {
    if (at == from) {
      throw new Other();
    }
    return query.substring(from, at);
  }

  /** Whether this word comes next. */
  private boolean ahead(String word) {
    int end = at + word.length();
    char after = end < query.length() ? query.charAt(end) : 0;
    return query.startsWith(word, at) && !letter(after) && !digit(after) && after != ':';
  }

  private static boolean letter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }

  private static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  private void blank() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r') {
      at++;
    }
  }

  private void open() throws Other {
    expect('(');
    text("(");
  }

  private void close() throws Other {
    blank();
    expect(')');
    text(")");
  }

  private void expect(char c) throws Other {
    if (next() != c) {
      throw new Other();
    }
  }

  private char peek() {
    return at < query.length() ? query.charAt(at) : 0;
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private void text(String text) {
    pieces.add(new Piece.Text(text));
  }
}
