package dev.holddown.playbooks;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/** Makes ids out of titles: small letters, digits and {@code _}. */
public final class Ids {
  /** Words that YAML reads as something else than text. */
  private static final Set<String> NO_TEXT = Set.of("null", "true", "false");

  private Ids() {}

  /** Never empty; begins with a letter. */
  public static String from(String title) {
    String plain = Normalizer.normalize(title, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    String id =
        plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_+|_+$", "");
    if (id.isEmpty()) {
      return "item";
    }
    if (!Character.isLetter(id.charAt(0))) {
      id = "n" + id;
    }
    if (NO_TEXT.contains(id)) {
      id = "item_" + id;
    }
    return id.length() <= Limits.ID_CHARACTERS_MAX
        ? id
        : id.substring(0, Limits.ID_CHARACTERS_MAX).replaceAll("_+$", "");
  }
}
