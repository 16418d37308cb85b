package dev.holddown.web.page;

import java.util.List;

/**
 * Who looks at a page.
 *
 * @param roles in which they may sign
 * @param works whether they may act at all, and not only look
 * @param anybody whether the server asks nobody who they are; every role is then theirs
 */
public record Viewer(String person, List<String> roles, boolean works, boolean anybody) {
  /** Nobody that is known, as before a login. */
  public static Viewer stranger() {
    return new Viewer("", List.of(), false, false);
  }

  /** Whether they are known. */
  public boolean known() {
    return !person.isEmpty();
  }

  /** Whether they may sign in a role. */
  public boolean may(String role) {
    return works && (anybody || roles.contains(role));
  }

  /** Their roles for people; empty for none. */
  public String as() {
    return anybody ? "any role" : String.join(", ", roles);
  }
}
