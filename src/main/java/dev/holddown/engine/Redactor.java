package dev.holddown.engine;

import dev.holddown.spi.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes the values of secrets out of whatever enters: plain, URL-encoded, base64 and JSON-escaped.
 * It learns each secret before its value is used for the first time.
 */
public final class Redactor {
  private final Map<String, String> marks = new ConcurrentHashMap<>();

  /** Learns a secret; its value never passes {@link #text} again. */
  public void learn(Secret secret) {
    secret.forms().forEach(form -> marks.put(form, secret.toString()));
  }

  /** The text without any secret's value; the longest match is taken first. */
  public String text(String text) {
    String clean = text;
    List<String> found = new ArrayList<>();
    for (String value : marks.keySet()) {
      if (clean.contains(value)) {
        found.add(value);
      }
    }
    found.sort(Comparator.comparingInt(String::length).reversed());
    for (String value : found) {
      clean = clean.replace(value, marks.getOrDefault(value, ""));
    }
    return clean;
  }

  /** Plain values with every text in them cleaned, keys too. */
  public Object value(Object value) {
    return switch (value) {
      case String text -> text(text);
      case Map<?, ?> map -> {
        Map<String, Object> clean = new LinkedHashMap<>();
        map.forEach((k, v) -> clean.put(text(String.valueOf(k)), v == null ? "" : value(v)));
        yield clean;
      }
      case Collection<?> list -> list.stream().map(v -> v == null ? "" : value(v)).toList();
      default -> value;
    };
  }
}
