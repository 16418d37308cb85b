package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Item;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names that an expression may use at its place.
 *
 * @param names root name → its fields; an empty list means any field
 * @param each what the place is repeated for
 */
record Scope(Map<String, List<String>> names, Optional<Item.Each> each) {
  static Scope none() {
    return new Scope(Map.of(), Optional.empty());
  }

  boolean has(String root) {
    return names.containsKey(root);
  }

  Scope with(String root, List<String> fields) {
    Map<String, List<String>> more = new LinkedHashMap<>(names);
    more.put(root, List.copyOf(fields));
    return new Scope(Ordered.copy(more), each);
  }

  /** The names inside something that is repeated for each row. */
  Scope repeated(Item.Each by) {
    return new Scope(with("each", List.of(by.name())).names(), Optional.of(by));
  }

  Scope without(String... roots) {
    Map<String, List<String>> fewer = new LinkedHashMap<>(names);
    Arrays.asList(roots).forEach(fewer::remove);
    return new Scope(Ordered.copy(fewer), each);
  }
}
