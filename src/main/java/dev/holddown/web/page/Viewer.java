package dev.holddown.web.page;

import java.util.List;

/**
 * Who looks at a page.
 *
 * @param roles in which they may sign
 * @param anybody whether the server asks nobody who they are; every role is then theirs
 * @param loggedIn whether they came with a browser that is logged in
 */
public record Viewer(
    String person, List<String> roles, Reach reach, boolean anybody, boolean loggedIn) {
  /**
   * How far they reach.
   *
   * @param works whether they may act somewhere, and not only look
   * @param brakes whether they may hold, abort and roll back somewhere
   * @param sees the same text for all who see the same
   */
  public record Reach(boolean works, boolean brakes, String sees) {}

  /** Nobody that is known, as before a login. */
  public static Viewer stranger() {
    return new Viewer("", List.of(), new Reach(false, false, ""), false, false);
  }

  /** Whether they may act somewhere, and not only look. */
  public boolean works() {
    return reach.works();
  }

  /** Whether they may hold, abort and roll back somewhere. */
  public boolean brakes() {
    return reach.brakes();
  }

  /** Whether they are known. */
  public boolean known() {
    return !person.isEmpty();
  }

  /** Whether they may sign in a role. */
  public boolean may(String role) {
    return works() && (anybody || roles.contains(role));
  }

  /** Their roles for people; empty for none. */
  public String as() {
    return anybody ? "any role" : String.join(", ", roles);
  }
}
