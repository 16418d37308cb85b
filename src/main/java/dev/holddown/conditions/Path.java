package dev.holddown.conditions;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A name of the scope and the way down from it, such as {@code result.json.items[0].name}.
 *
 * @param keys field names (String) and list positions (Long)
 * @param label the path as written
 */
record Path(String root, List<Object> keys, String label) {
  /** The root that the helper {@code last_good()} reads. */
  static final String LAST_GOOD = "last_good";

  /** The number that charts show and limits are compared with. */
  static final String VALUE = "result.value";

  static Path of(String root) {
    return new Path(root, List.of(), root.equals(LAST_GOOD) ? LAST_GOOD + "()" : root);
  }

  Path then(Object key) {
    List<Object> longer = new java.util.ArrayList<>(keys);
    longer.add(key);
    return new Path(root, List.copyOf(longer), step(label, key));
  }

  /** The label of a field or position of something. */
  static String step(String label, Object key) {
    if (key instanceof String field) {
      return field.matches("[A-Za-z_][A-Za-z0-9_]*")
          ? label + "." + field
          : label + "[" + Shown.value(field) + "]";
    }
    return label + "[" + Shown.value(key) + "]";
  }

  /** Reads the value; a name that is not there is refused with what is there instead. */
  Object read(Evaluation evaluation) {
    Object value = Values.plain(raw(evaluation.scope(), keys.size()), label);
    evaluation.saw(label, value);
    Values.refuseNaN(value, label);
    return value;
  }

  /** Whether the last field is there. All that leads to it must be there. */
  boolean present(Evaluation evaluation) {
    int last = keys.size() - 1;
    Object key = keys.get(last);
    Object holder = raw(evaluation.scope(), last);
    boolean present =
        holder instanceof Map<?, ?> map
            ? map.containsKey(key)
            : refuseHolder(holder, label(last), key);
    if (!present) {
      evaluation.saw("has(" + label + ")", false);
    } else if (holder instanceof Map<?, ?> map) {
      evaluation.saw(label, Values.plain(map.get(key), label));
    }
    return present;
  }

  private static boolean refuseHolder(@Nullable Object holder, String label, Object key) {
    throw noField(Values.plain(holder, label), label, key);
  }

  private @Nullable Object raw(Map<String, Object> scope, int depth) {
    if (!scope.containsKey(root)) {
      throw new Refusal(
          of(root).label()
              + " is missing; "
              + (scope.isEmpty()
                  ? "nothing is known here"
                  : "known here: " + Shown.names(scope.keySet())));
    }
    @Nullable Object value = scope.get(root);
    for (int i = 0; i < depth; i++) {
      value = child(value, keys.get(i), label(i));
    }
    return value;
  }

  private String label(int depth) {
    String text = of(root).label();
    for (int i = 0; i < depth; i++) {
      text = step(text, keys.get(i));
    }
    return text;
  }

  /** A field or position of a value that is called {@code label}. */
  static @Nullable Object child(@Nullable Object holder, Object key, String label) {
    if (holder instanceof Map<?, ?> map) {
      String name = key instanceof Number n ? Shown.number(n) : String.valueOf(key);
      if (map.containsKey(name)) {
        return map.get(name);
      }
      throw new Refusal(step(label, name) + " is missing; " + contents(map, label));
    }
    if (holder instanceof List<?> list && key instanceof Number n) {
      return item(list, n, label);
    }
    throw noField(Values.plain(holder, label), label, key);
  }

  private static @Nullable Object item(List<?> list, Number position, String label) {
    double p = position.doubleValue();
    if (p != Math.rint(p)) {
      throw new Refusal(
          label + "[" + Shown.number(position) + "]: a position in a list is a whole number");
    }
    if (p < 0 || p >= list.size()) {
      throw new Refusal(
          label
              + "["
              + Shown.number(position)
              + "] is missing; "
              + (list.isEmpty()
                  ? label + " is an empty list"
                  : label + " has the positions 0 to " + (list.size() - 1)));
    }
    return list.get((int) p);
  }

  private static String contents(Map<?, ?> map, String label) {
    String holder = label.equals("result") ? "the answer" : label;
    return map.isEmpty() ? holder + " is empty" : holder + " has: " + Shown.names(map.keySet());
  }

  private static Refusal noField(Object holder, String label, Object key) {
    String what =
        key instanceof String field ? "field " + Shown.names(List.of(field)) : "positions";
    return new Refusal(label + " is " + Shown.described(holder) + " and has no " + what);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Path p && p.root.equals(root) && p.keys.equals(keys);
  }

  @Override
  public int hashCode() {
    return Objects.hash(root, keys);
  }
}
