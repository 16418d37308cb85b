package dev.holddown.connectors.support;

import dev.holddown.spi.Secret;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes the values of the secrets that a call was given out of what came back. The engine redacts
 * evidence once more; this is the first of two nets, since servers like to echo a request.
 */
public final class Redaction {
  /** What stands for each form of a value; the longest form first, one may be part of another. */
  private final SortedMap<String, String> marks =
      new TreeMap<>(Comparator.comparingInt(String::length).reversed().thenComparing(form -> form));

  private Redaction() {}

  /** Of all secrets anywhere in this tree of plain values. */
  public static Redaction of(Object tree) {
    Redaction redaction = new Redaction();
    redaction.collect(tree);
    return redaction;
  }

  private void collect(Object value) {
    switch (value) {
      case Secret secret -> secret.forms().forEach(form -> marks.put(form, secret.toString()));
      case Map<?, ?> map -> map.values().forEach(this::collect);
      case List<?> list -> list.forEach(this::collect);
      default -> {}
    }
  }

  /** Whether a value stands in it, in any of its forms. */
  boolean finds(String text) {
    return marks.keySet().stream().anyMatch(text::contains);
  }

  /** The text with each secret's name in place of its value. */
  public String text(String text) {
    String clean = text;
    for (Map.Entry<String, String> mark : marks.entrySet()) {
      clean = clean.replace(mark.getKey(), mark.getValue());
    }
    return clean;
  }

  /** A tree of plain values with each text redacted; keys too. */
  public Object tree(Object value) {
    return switch (value) {
      case String text -> text(text);
      case Map<?, ?> map -> {
        Map<String, Object> clean = new LinkedHashMap<>();
        map.forEach((key, item) -> clean.put(text(String.valueOf(key)), tree(item)));
        yield clean;
      }
      case List<?> list -> list.stream().map(this::tree).toList();
      default -> value;
    };
  }
}
