package dev.holddown.playbooks.markdown;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The targets of links that are written elsewhere on the page: {@code [name]: target}. */
final class Definitions {
  private final Map<String, String> targets = new HashMap<>();

  void put(String name, String target) {
    targets.putIfAbsent(key(name), target);
  }

  Optional<String> target(String name) {
    return Optional.ofNullable(targets.get(key(name)));
  }

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
