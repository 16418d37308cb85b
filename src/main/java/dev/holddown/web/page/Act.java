package dev.holddown.web.page;

/**
 * A link to a command.
 *
 * @param href the page on which it is looked at before it is given
 */
public record Act(Deed deed, String href) {
  static Act of(Deed deed, String run, String key) {
    return new Act(deed, Links.act(run, deed.verb(), key));
  }

  /** How its link looks. */
  public String css() {
    return deed.grave() ? "danger" : "";
  }
}
