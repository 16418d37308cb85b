package dev.holddown.web.page;

/** Ids of elements, made from keys that may hold any character; no two keys share one. */
public final class Anchor {
  private Anchor() {}

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
