package dev.holddown.demo;

import java.util.LinkedHashMap;
import java.util.Map;

/** The {@code --name value} pairs that a process of the demo world is started with. */
record Flags(Map<String, String> values) {
  static Flags of(String[] args) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--") || i + 1 == args.length) {
        throw new IllegalArgumentException("expected --name value, not " + args[i]);
      }
      values.put(args[i].substring(2), args[i + 1]);
    }
    return new Flags(values);
  }

  String text(String name, String fallback) {
    return values.getOrDefault(name, fallback);
  }

  int number(String name, int fallback) {
    return Integer.parseInt(text(name, Integer.toString(fallback)));
  }
}
