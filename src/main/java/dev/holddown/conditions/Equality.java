package dev.holddown.conditions;

import dev.holddown.conditions.Operators.Side;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * {@code ==} and {@code in}. Only null may be compared with another kind: were "500" and 500 merely
 * unequal, {@code result.code != 500} would pass for the wrong reason.
 */
final class Equality {
  private final String operator;
  private final Side left;
  private final Side right;
  private int compared;

  private Equality(String operator, Side left, Side right) {
    this.operator = operator;
    this.left = left;
    this.right = right;
  }

  static boolean same(String operator, Object a, Object b, Side left, Side right) {
    return new Equality(operator, left, right).same(a, b, left, right);
  }

  private boolean same(Object a, Object b, Side l, Side r) {
    if (++compared > Values.ENTRIES_MAX) {
      throw new Refusal(
          left.label()
              + " and "
              + right.label()
              + " hold more than "
              + Values.ENTRIES_MAX
              + " values to compare");
    }
    if (Values.isNull(a) || Values.isNull(b)) {
      Values.refuseNaN(a, l.label());
      Values.refuseNaN(b, r.label());
      return Values.isNull(a) && Values.isNull(b);
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return x.size() == y.size() && sameItems(x, y);
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return x.keySet().equals(y.keySet())
          && sameItems(
              List.copyOf(x.values()), x.keySet().stream().map(k -> (Object) y.get(k)).toList());
    }
    return Operators.order(operator, a, b, l, r) == 0;
  }

  /** Looks at all items, so that a NaN behind a difference is found too. */
  private boolean sameItems(List<?> x, List<?> y) {
    boolean same = true;
    for (int i = 0; i < x.size(); i++) {
      same &= same(x.get(i), y.get(i), within(left), within(right));
    }
    return same;
  }

  private static Side within(Side side) {
    return new Side("a value in " + side.label(), false);
  }

  /** {@code in} a list or the keys of a map. A list without one value of that kind is refused. */
  static boolean in(Object a, Object b, Side left, Side right) {
    Values.refuseNaN(a, left.label());
    if (b instanceof Map<?, ?> map && a instanceof String key) {
      return map.containsKey(key);
    }
    if (!(b instanceof List<?> list)) {
      throw new Refusal(
          right.label()
              + " is "
              + Shown.described(b)
              + "; \"in\" needs a list"
              + (b instanceof String ? ", and text is searched by contains()" : ""));
    }
    Equality equality = new Equality("in", left, right);
    boolean kindMet = list.isEmpty() || Values.isNull(a);
    for (Object item : list) {
      if (kind(item) == kind(a)) {
        kindMet = true;
        if (equality.same(a, item, left, within(right))) {
          return true;
        }
      }
    }
    if (!kindMet) {
      throw new Refusal(
          left.label()
              + " is "
              + Shown.described(a)
              + ", and nothing in "
              + right.label()
              + " is of that kind, so nothing was compared");
    }
    return false;
  }

  private static int kind(Object value) {
    return switch (value) {
      case Number n -> 1;
      case String s -> 2;
      case Boolean b -> 3;
      case List<?> l -> 4;
      case Map<?, ?> m -> 5;
      case Instant t -> 6;
      case Duration d -> 7;
      default -> 8;
    };
  }
}
