package dev.holddown.spi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A value that prints as its name only. Two are equal when name and value are. */
public final class Secret {
  /** A shorter value, in characters, is part of half of all texts, and protects nothing. */
  public static final int CHARS_MIN = 4;

  private final String name;
  private final String value;

  public Secret(String name, String value) {
    this.name = name;
    this.value = value;
  }

  public String name() {
    return name;
  }

  /** The value itself: only for the wire, never for a message. */
  public String reveal() {
    return value;
  }

  /**
   * The texts as which the value may stand in another text: as it is, URL-encoded, in base64 (RFC
   * 4648, with and without padding, and the form for addresses), escaped as in JSON, and each long
   * line of it. Not within a longer text that was encoded as a whole. None when it is shorter than
   * {@link #CHARS_MIN}. Only to be compared with, as {@link #reveal}.
   */
  public Set<String> forms() {
    Set<String> all = new LinkedHashSet<>();
    if (value.length() < CHARS_MIN) {
      return all;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    all.add(value);
    all.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
    all.add(Base64.getEncoder().encodeToString(bytes));
    all.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    all.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    all.add(value.replace("\\", "\\\\").replace("\"", "\\\""));
    for (String line : value.split("\n", -1)) {
      if (line.strip().length() >= 2 * CHARS_MIN) {
        all.add(line.strip());
      }
    }
    return all;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret && secret.name.equals(name) && secret.value.equals(value);
  }

  @Override
  public int hashCode() {
    return name.hashCode(); // not of the value: a hash may be shown
  }

  @Override
  public String toString() {
    return "{secret: " + name + "}";
  }
}
