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
 */
public record SignRule(
    List<RoleCount> needed, int anyOf, boolean notStarter, List<Expr> covers, Duration valid) {
  /** So many distinct people in this role. */
  public record RoleCount(String role, int count) {}
}
