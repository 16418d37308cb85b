package dev.holddown.domain.playbook;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way back.
 *
 * @param to named values, evaluated and frozen at the start of the run
 * @param approval who must say yes before it runs; empty is at once
 * @param byPolicy who needs not be asked first
 */
public record RollbackPlan(
    Map<String, Arg> to,
    Optional<SignRule> approval,
    Optional<ByPolicy> byPolicy,
    List<Phase> phases,
    Place place) {
  /** Without a policy. */
  public RollbackPlan(
      Map<String, Arg> to, Optional<SignRule> approval, List<Phase> phases, Place place) {
    this(to, approval, Optional.empty(), phases, place);
  }

  /**
   * A preauthorisation that stands in for the approval while it holds.
   *
   * @param escalation who may approve as well, when nobody did for a while
   */
  public record ByPolicy(String policy, Optional<Escalation> escalation) {}

  /** Others who are asked after so long. */
  public record Escalation(Duration after, SignRule to) {}

  /** A part of the way back, with its own time-box. {@code needs}: ids of earlier phases. */
  public record Phase(
      String id,
      String title,
      Duration timeBox,
      List<String> needs,
      List<Item> items,
      Place place,
      Optional<Watch.Moment> due) {
    /** A phase that is late when its time-box is over, and not before. */
    public Phase(
        String id,
        String title,
        Duration timeBox,
        List<String> needs,
        List<Item> items,
        Place place) {
      this(id, title, timeBox, needs, items, place, Optional.empty());
    }
  }
}
