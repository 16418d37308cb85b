package dev.holddown.playbooks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that an expression may use at its place.
 *
 * @param names root name → its fields; an empty list means any field
 */
record Scope(Map<String, List<String>> names) {
  static Scope none() {
    return new Scope(Map.of());
  }

  boolean has(String root) {
    return names.containsKey(root);
  }

  Scope with(String root, List<String> fields) {
    Map<String, List<String>> more = new LinkedHashMap<>(names);
    more.put(root, List.copyOf(fields));
    return new Scope(Ordered.copy(more));
  }

  Scope without(String... roots) {
    Map<String, List<String>> fewer = new LinkedHashMap<>(names);
    Arrays.asList(roots).forEach(fewer::remove);
    return new Scope(Ordered.copy(fewer));
  }
}
