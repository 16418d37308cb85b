package dev.holddown.web.page;

/**
 * Where somebody sets a password by a code.
 *
 * @param person whose; empty for the first administrator, who chooses a name
 * @param code that allows it
 * @param wrong what was wrong with the last try; empty at first
 */
public record WelcomePage(Frame frame, String person, String code, String wrong) {
  /** Whether the server is being set up. */
  public boolean first() {
    return person.isEmpty();
  }
}
