package dev.holddown.domain.permit;

import dev.holddown.domain.playbook.SignRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Leave to roll back without asking again, for the hour at which nobody answers.
 *
 * @param watches only when one of these fired; empty is whatever the cause
 * @param sign who gives it
 */
public record Preauthorisation(
    String id, Scope scope, List<String> watches, SignRule sign, Limits limits) {
  /** The longest that it may hold. */
  public static final Duration LIFE_MAX = Duration.ofDays(90);

  /** How long and how often. {@code usesMax} 0: as often as needed until it expires. */
  public record Limits(Instant expires, int usesMax) {}

  /**
   * What was signed of it: the way back of each playbook that names it, by digest.
   *
   * @param covers by playbook id
   * @param used how often it was used up to now
   */
  public record Given(
      Preauthorisation policy, java.util.Map<String, String> covers, List<Granted> by, int used) {}
}
