package dev.holddown.web.page;

import java.util.Locale;

/** How something is meant; a symbol and a word always stand beside the colour. */
public enum Tone {
  GOOD,
  BAD,
  WARN,
  BUSY,
  DIM;

  /** The class in the style sheet. */
  public String css() {
    return "t-" + name().toLowerCase(Locale.ROOT);
  }
}
