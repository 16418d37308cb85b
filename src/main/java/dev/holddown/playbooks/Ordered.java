package dev.holddown.playbooks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Fixed maps that keep the order written: it is part of the compiled playbook's digest. */
final class Ordered {
  private Ordered() {}

  static <V> Map<String, V> copy(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
