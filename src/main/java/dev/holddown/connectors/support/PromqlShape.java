package dev.holddown.connectors.support;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * PromQL of a form of which many queries can be answered by one: those that differ in the value of
 * one label become one query with {@code label=~"a|b"}, and where something is aggregated, it is
 * aggregated {@code by (label)}. Whatever is not certain to be of such a form has no shape.
 *
 * <p>The form: series selected by name and matchers; functions of their past ({@code rate(x[1m])});
 * {@code sum}, {@code min}, {@code max}, {@code avg}, {@code count} with or without {@code by};
 * {@code histogram_quantile}; numbers, brackets and {@code + - * /}. Two operands are both
 * aggregated or both not, so that each row of one meets the row of the other with the same label.
 *
 * <p>The label is compared by {@code =} once in every selector, with the same value, and is in no
 * {@code by}. So each series that the one query sees has exactly one of the values, no series of
 * one value ever meets one of another, and the rows of a value are those of its own query.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/basics/">PromQL</a>
 */
public final class PromqlShape {
  private static final String PLAIN = "_:-/";

  private final List<Piece> pieces;
  private final boolean aggregates;
  private final Map<String, String> labels;

  PromqlShape(List<Piece> pieces, boolean aggregates, Map<String, String> labels) {
    this.pieces = List.copyOf(pieces);
    this.aggregates = aggregates;
    this.labels = Map.copyOf(labels);
  }

  /** A part of a query. */
  sealed interface Piece {
    /** Text that stays as it is. */
    record Text(String text) implements Piece {}

    /** {@code label="value"} in a selector. */
    record Equal(String label, String value) implements Piece {}

    /** Where {@code by (…)} stands, or would stand, after the name of an aggregation. */
    record By(List<String> names) implements Piece {}
  }

  /** The shape of a query; empty for one that is asked alone. */
  public static Optional<PromqlShape> of(String query) {
    return new PromqlReader(query).read();
  }

  /** The labels by whose value alone such queries may differ, with the values of this one. */
  public Map<String, String> labels() {
    return labels;
  }

  /** Whether an answer lacks the labels that were compared. */
  public boolean aggregates() {
    return aggregates;
  }

  /** The query with the values of these labels left out: the same for those that differ in them. */
  public String without(Collection<String> names) {
    return rendered(
        piece -> names.contains(piece.label()) ? "=?" : "=" + quoted(piece.value()), "");
  }

  /** One query for all these values of a label; each is one that {@link #isPlain} is true of. */
  public String together(String label, Collection<String> values) {
    String any =
        values.stream().map(value -> value.replace(".", "[.]")).collect(Collectors.joining("|"));
    return rendered(
        piece -> piece.label().equals(label) ? "=~" + quoted(any) : "=" + quoted(piece.value()),
        label);
  }

  private interface Matching {
    String of(Piece.Equal piece);
  }

  private String rendered(Matching matching, String by) {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Text plain -> text.append(plain.text());
        case Piece.Equal equal -> text.append(equal.label()).append(matching.of(equal));
        case Piece.By names -> text.append(by(names, by));
      }
    }
    return text.toString();
  }

  private static String by(Piece.By piece, String more) {
    List<String> names = new ArrayList<>(piece.names());
    if (!more.isEmpty()) {
      names.add(more);
    }
    return names.isEmpty() ? "" : " by (" + String.join(", ", names) + ") ";
  }

  private static String quoted(String value) {
    return '"' + value + '"';
  }

  /**
   * Whether a value means itself in a regular expression (RE2), once its dots are put in brackets.
   * An empty one would be met by series without the label.
   */
  static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!letter && c != '.' && PLAIN.indexOf(c) < 0) {
        return false;
      }
    }
    return !value.isEmpty();
  }

  /** The labels that may differ: compared once in every selector, with one value, in no by. */
  static Map<String, String> labels(List<Map<String, String>> selectors, List<Piece> pieces) {
    Map<String, String> common = new LinkedHashMap<>(selectors.getFirst());
    for (Map<String, String> selector : selectors) {
      common.entrySet().removeIf(e -> !e.getValue().equals(selector.get(e.getKey())));
    }
    for (Piece piece : pieces) {
      if (piece instanceof Piece.By by) {
        common.keySet().removeAll(by.names());
      }
    }
    common.remove("__name__");
    common.remove("le");
    common.values().removeIf(value -> !isPlain(value));
    return common;
  }
}
