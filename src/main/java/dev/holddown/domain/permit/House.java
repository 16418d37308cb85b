package dev.holddown.domain.permit;

import dev.holddown.domain.incident.IncidentSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What holds for every run beside its playbook, at the moment of a decision.
 *
 * @param exceptions those that were approved, whether or not they have expired
 * @param policies those that were signed, whether or not they have expired
 * @param here what holds for the run that is decided on, and for no other
 */
public record House(
    List<Freeze> freezes,
    List<ExceptionRow.Approved> exceptions,
    Map<String, Preauthorisation.Given> policies,
    List<Delegation> delegations,
    Here here) {
  /**
   * What holds for one run.
   *
   * @param wayBack the digest of its way back; empty for none
   * @param incident the incident that it belongs to
   * @param waiverLongest how long a waiver of it may last
   */
  public record Here(String wayBack, Optional<IncidentSeen> incident, Duration waiverLongest) {
    /** A run that has neither, or none at all. */
    public static Here nothing() {
      return of("");
    }

    /** A run with this way back. */
    public static Here of(String wayBack) {
      return new Here(wayBack, Optional.empty(), Waiver.LIFE_MAX);
    }
  }

  /** A house without rules. */
  public static House empty() {
    return new House(List.of(), List.of(), Map.of(), List.of(), Here.nothing());
  }

  /** The same, for one run. */
  public House of(Here run) {
    return new House(freezes, exceptions, policies, delegations, run);
  }

  /** The digest of the way back of the run that is decided on; empty for none. */
  public String wayBack() {
    return here.wayBack();
  }

  /** The same, for a run that has a use of these policies already: that one does not count. */
  public House besides(Set<String> taken) {
    if (taken.isEmpty()) {
      return this;
    }
    Map<String, Preauthorisation.Given> left = new LinkedHashMap<>();
    policies.forEach((id, given) -> {
      int used = taken.contains(id) ? Math.max(0, given.used() - 1) : given.used();
      left.put(id, new Preauthorisation.Given(given.policy(), given.covers(), given.by(), used));
    });
    return new House(freezes, exceptions, left, delegations, here);
  }

  /** The delegation by which somebody may sign for another one. */
  public Optional<Delegation> delegation(String person, String giver, String role, Instant at) {
    return delegations.stream().filter(d -> d.lets(person, giver, role, at)).findFirst();
  }
}
