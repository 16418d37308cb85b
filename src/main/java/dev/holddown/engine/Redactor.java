package dev.holddown.engine;

import dev.holddown.spi.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
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
  /** A shorter value would blot out half of every text, and protects nothing. */
  static final int SECRET_CHARS_MIN = 4;

  private final Map<String, String> marks = new ConcurrentHashMap<>();

  /** Learns a secret; its value never passes {@link #text} again. */
  public void learn(Secret secret) {
    String value = secret.reveal();
    if (value.length() < SECRET_CHARS_MIN) {
      return;
    }
    String mark = "{secret: " + secret.name() + "}";
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    marks.put(value, mark);
    marks.put(URLEncoder.encode(value, StandardCharsets.UTF_8), mark);
    marks.put(Base64.getEncoder().encodeToString(bytes), mark);
    marks.put(Base64.getEncoder().withoutPadding().encodeToString(bytes), mark);
    marks.put(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), mark);
    marks.put(value.replace("\\", "\\\\").replace("\"", "\\\""), mark);
    for (String line : value.split("\n", -1)) {
      if (line.strip().length() >= 2 * SECRET_CHARS_MIN) {
        marks.put(line.strip(), mark);
      }
    }
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
