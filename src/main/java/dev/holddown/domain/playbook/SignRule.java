package dev.holddown.domain.playbook;

import java.time.Duration;
import java.util.List;

/**
 * Who has to sign, for which content.
 *
 * @param needed each role with the number of distinct people that must sign in it
 * @param anyOf how many of {@code needed} suffice; 0 means all of them
 * @param notStarter whether the person who started the run may not sign
 * @param covers names bound to the signature beside the run's own digests ({@code saved.x}, {@code
 *     inputs.y})
 * @param valid how long a signature holds (default 24 h)
 * @param when whether it stands beside the proof or in its place
 * @param methods words for how it may be given, such as {@code phone}, one of which has to be told;
 *     empty: nobody is asked
 */
public record SignRule(
    List<RoleCount> needed,
    int anyOf,
    boolean notStarter,
    List<Expr> covers,
    Duration valid,
    When when,
    List<String> methods) {
  /** Asked for whatever the proof says. */
  public SignRule(
      List<RoleCount> needed, int anyOf, boolean notStarter, List<Expr> covers, Duration valid) {
    this(needed, anyOf, notStarter, covers, valid, When.ALWAYS, List.of());
  }

  /** When a signature is asked for. */
  public enum When {
    /** Beside the proof, whatever it says. */
    ALWAYS,
    /** In place of a proof that did not pass. */
    NOT_PASSED
  }

  /** So many distinct people in this role. */
  public record RoleCount(String role, int count) {}
}
