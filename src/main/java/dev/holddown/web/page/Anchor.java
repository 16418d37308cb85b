package dev.holddown.web.page;

import dev.holddown.domain.kernel.Digest;
import java.nio.charset.StandardCharsets;

/** Ids of elements, made from keys that may hold any character; no two keys share one. */
public final class Anchor {
  private Anchor() {}

  /** A short text that changes with another. */
  static String digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
  }

  /** {@code kind}: what the key is one of, such as {@code item}. */
  public static String of(String kind, String key) {
    StringBuilder id = new StringBuilder(kind).append('-');
    key.codePoints()
        .forEach(c -> {
          boolean plain =
              (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
          if (plain || c == '-') {
            id.appendCodePoint(c);
          } else {
            id.append('_').append(Integer.toHexString(c)).append('_');
          }
        });
    return id.toString();
  }
}
