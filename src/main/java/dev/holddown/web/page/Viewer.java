package dev.holddown.web.page;

import java.util.List;

/**
 * Who looks at a page.
 *
 * @param roles in which they may sign
 * @param reach whether they may only look, or act
 * @param formToken what each form has to send, by the template {@code formtoken}; empty for none
 * @param open whether the server asks nobody who they are; every role is then theirs
 */
public record Viewer(String person, List<String> roles, Reach reach, Open open, String formToken) {
  /** How far they may go; each holds the ones before it. */
  public enum Reach {
    LOOK,
    /** Hold, abort, roll back. */
    BRAKE,
    WORK
  }

  /** How open the server is to whoever is on its machine. */
  public enum Open {
    NO,
    MACHINE,
    /** It offers roles to take besides. */
    DEMO
  }

  /** Nobody that is known, as before a login. */
  public static Viewer stranger() {
    return new Viewer("", List.of(), Reach.LOOK, Open.NO, "");
  }

  /** Whether they came with a browser that is logged in. */
  public boolean loggedIn() {
    return !formToken.isEmpty();
  }

  /** Whether they are known. */
  public boolean known() {
    return !person.isEmpty();
  }

  /** Whether the server asks nobody who they are. */
  public boolean anybody() {
    return open != Open.NO;
  }

  /** Whether they may take a role of the demo. */
  public boolean demo() {
    return open == Open.DEMO;
  }

  /** Whether they may do whatever is done to a run. */
  public boolean works() {
    return reach == Reach.WORK;
  }

  /** Whether they may at least stop it and go back. */
  public boolean brakes() {
    return reach != Reach.LOOK;
  }

  /** Whether they may sign in a role. */
  public boolean may(String role) {
    return brakes() && (anybody() || roles.contains(role));
  }

  /** Their roles for people; empty for none. */
  public String as() {
    return anybody() ? "any role" : String.join(", ", roles);
  }
}
