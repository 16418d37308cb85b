package dev.holddown.connectors.support;

/** The beginning of a foreign text, for a message. */
public final class Excerpt {
  private static final int CHARS_MAX = 200;

  private Excerpt() {}

  /** On one line, without control characters, shortened. */
  public static String of(String text) {
    String line = text.replaceAll("[\\p{Cc}\\s]+", " ").strip();
    return line.length() <= CHARS_MAX ? line : line.substring(0, CHARS_MAX) + "…";
  }
}
