package dev.holddown.conditions;

import dev.cel.common.values.NullValue;
import dev.holddown.spi.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a scope holds into what conditions compute with, and back.
 *
 * <p>Numbers become doubles. A whole number that a double cannot hold exactly (an id beyond 2^53)
 * stays a long, so that two different ids are never taken for equal or written with other digits.
 */
final class Values {
  /** Characters of a text that an expression makes. */
  static final int TEXT_CHARS_MAX = 64 * 1024;

  /** Entries of all lists and maps inside one value. */
  static final int ENTRIES_MAX = 100_000;

  private static final int DEPTH_MAX = 200;

  private int entries;

  private Values() {}

  static boolean isNull(@Nullable Object value) {
    return value == null || value instanceof NullValue;
  }

  /** A value of a scope as conditions see it; {@code label} is its name in a sentence. */
  static Object plain(@Nullable Object raw, String label) {
    return new Values().convert(raw, label, 0);
  }

  /** A number of an expression or scope as it is computed with. */
  static Number number(Number raw, String label) {
    return switch (raw) {
      case Double d -> d;
      case Float f -> Double.valueOf(f.toString());
      case BigDecimal d -> d.doubleValue();
      case BigInteger i when i.bitLength() > 63 ->
          throw new Refusal(
              label
                  + " is a whole number of "
                  + i.bitLength()
                  + " bits, more than the 64 that"
                  + " can be kept exactly; ask for it as text");
      default -> exact(raw.longValue());
    };
  }

  private static Number exact(long whole) {
    // 2^63 - 1 rounds up to 2^63 and back down, so the ends are excluded by hand.
    boolean fits = Math.abs(whole) <= 1L << 53 || ((long) (double) whole == whole && inside(whole));
    if (fits) {
      return (double) whole;
    }
    return whole;
  }

  private static boolean inside(long whole) {
    return whole > Long.MIN_VALUE + 1024 && whole < Long.MAX_VALUE - 1024;
  }

  private Object convert(@Nullable Object raw, String label, int depth) {
    if (raw == null) {
      return NullValue.NULL_VALUE;
    }
    if (depth > DEPTH_MAX) {
      throw new Refusal(label + " is nested deeper than " + DEPTH_MAX + " levels");
    }
    return switch (raw) {
      case String s -> s;
      case Boolean b -> b;
      case Number n -> number(n, within(label, depth));
      case Instant t -> t;
      case Duration d -> d;
      case NullValue n -> n;
      case Map<?, ?> map -> map(map, label, depth);
      case Collection<?> list -> list(list, label, depth);
      case Secret s ->
          throw new Refusal(within(label, depth) + " is a secret; conditions cannot see secrets");
      case CharSequence s -> s.toString();
      case Enum<?> e -> e.name();
      default ->
          throw new Refusal(
              within(label, depth)
                  + " is an object of type "
                  + raw.getClass().getSimpleName()
                  + ", which conditions cannot read");
    };
  }

  private static String within(String label, int depth) {
    return depth == 0 ? label : "a value in " + label;
  }

  private Map<String, Object> map(Map<?, ?> map, String label, int depth) {
    Map<String, Object> out = LinkedHashMap.newLinkedHashMap(map.size());
    for (Map.Entry<?, ?> e : map.entrySet()) {
      count(label);
      out.put(String.valueOf(e.getKey()), convert(e.getValue(), label, depth + 1));
    }
    return out;
  }

  private List<Object> list(Collection<?> list, String label, int depth) {
    List<Object> out = new ArrayList<>(list.size());
    for (Object item : list) {
      count(label);
      out.add(convert(item, label, depth + 1));
    }
    return out;
  }

  private void count(String label) {
    if (++entries > ENTRIES_MAX) {
      throw new Refusal(label + " holds more than " + ENTRIES_MAX + " values");
    }
  }

  /**
   * What an expression made, as plain Java values; times and durations become text. A null is
   * refused at the top and kept inside a list or map.
   */
  static Object java(@Nullable Object value, String label) {
    if (isNull(value)) {
      throw new Refusal(label + " is null, so there is no value");
    }
    return new Values().out(value, label);
  }

  private Object out(@Nullable Object value, String label) {
    return switch (value) {
      case Number n -> {
        Number number = number(n, label);
        refuseNaN(number, label);
        yield number;
      }
      case String s -> bounded(s, label);
      case Boolean b -> b;
      case Instant t -> t.toString();
      case Duration d -> Shown.duration(d);
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>(list.size());
        for (Object item : list) {
          count(label);
          copy.add(isNull(item) ? null : out(item, label));
        }
        yield Collections.unmodifiableList(copy);
      }
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
        for (Map.Entry<?, ?> e : map.entrySet()) {
          count(label);
          Object v = e.getValue();
          copy.put(String.valueOf(e.getKey()), isNull(v) ? null : out(v, label));
        }
        yield Collections.unmodifiableMap(copy);
      }
      case null, default ->
          throw new Refusal(label + " is a value of a kind that cannot be used outside of CEL");
    };
  }

  static String bounded(String text, String label) {
    if (text.length() > TEXT_CHARS_MAX) {
      throw new Refusal(
          label + " is a text of " + text.length() + " characters; the limit is " + TEXT_CHARS_MAX);
    }
    return text;
  }

  static void refuseNaN(Object value, String label) {
    if (value instanceof Double d && d.isNaN()) {
      throw new Refusal(label + " is not a number");
    }
  }
}
