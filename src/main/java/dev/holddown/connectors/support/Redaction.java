package dev.holddown.connectors.support;

import dev.holddown.spi.Secret;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the values of the secrets that a call was given out of what came back. The engine redacts
 * evidence once more; this is the first of two nets, since servers like to echo a request.
 */
public final class Redaction {
  /** Shorter values, in characters, are left: they would blot out ordinary words. */
  private static final int SECRET_CHARS_MIN = 4;

  private final List<Secret> secrets = new ArrayList<>();

  private Redaction() {}

  /** Of all secrets anywhere in this tree of plain values. */
  public static Redaction of(Object tree) {
    Redaction redaction = new Redaction();
    redaction.collect(tree);
    // The longest first: one secret may be a part of another.
    redaction.secrets.sort(Comparator.comparingInt((Secret s) -> s.reveal().length()).reversed());
    return redaction;
  }

  private void collect(Object value) {
    switch (value) {
      case Secret secret when secret.reveal().length() >= SECRET_CHARS_MIN -> secrets.add(secret);
      case Map<?, ?> map -> map.values().forEach(this::collect);
      case List<?> list -> list.forEach(this::collect);
      default -> {}
    }
  }

  /** The text with each secret's name in place of its value. */
  public String text(String text) {
    String clean = text;
    for (Secret secret : secrets) {
      clean = clean.replace(secret.reveal(), secret.toString());
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
