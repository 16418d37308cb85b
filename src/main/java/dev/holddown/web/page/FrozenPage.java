package dev.holddown.web.page;

import java.util.List;
import java.util.Map;

/**
 * A step forward that a freeze refused, or is to be let through: the freeze, and the form by which
 * somebody with the role overrides it.
 *
 * @param refused the sentence of the refusal; empty when nothing was tried yet
 * @param roles in which the reader may override it; empty: somebody else has to
 */
public record FrozenPage(Frame frame, String refused, About about, Form form, List<String> roles) {
  /** Which freeze. {@code who}: the roles that may override it, in words. */
  public record About(String id, String why, String scope, String until, String who) {}

  /**
   * The form.
   *
   * @param hidden what was given before and is sent again
   * @param does what comes of it
   * @param back where to go without it
   * @param page where the same form stands alone
   */
  public record Form(
      String action, Map<String, String> hidden, String does, String back, String page) {}

  /** How an override may have been asked for. */
  public List<String> methods() {
    return List.of("in-app", "chat", "phone, recorded", "signed commit");
  }
}
