package dev.holddown.view;

/**
 * What a terminal can show. Colour is never the only sign.
 *
 * @param colour whether escape sequences (ECMA-48) may be written
 * @param unicode whether more than ASCII can be shown
 */
public record Paint(boolean colour, boolean unicode) {
  private static final String FANCY = "✓✗▸·~–»↻●■━─→…×“”";
  private static final String PLAIN = "+x>.~->@*=#->.x\"\"";

  /** For pipes and files. */
  public static Paint plain() {
    return new Paint(false, true);
  }

  /** What a piece of text is. */
  public enum Style {
    NORMAL(""),
    STRONG("1"),
    DIM("2"),
    GOOD("32"),
    WARN("33"),
    BAD("1;31"),
    BUSY("36");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  String apply(Style style, String text) {
    String shown = unicode ? text : ascii(text);
    return !colour || style.code.isEmpty() || shown.isEmpty()
        ? shown
        : "\033[" + style.code + "m" + shown + "\033[0m";
  }

  private static String ascii(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          int at = FANCY.indexOf(c);
          plain.append(at >= 0 ? PLAIN.charAt(at) : c < 128 ? (char) c : '?');
        });
    return plain.toString();
  }
}
