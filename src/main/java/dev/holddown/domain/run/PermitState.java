package dev.holddown.domain.run;

import dev.holddown.domain.incident.IncidentSeen;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.Waiver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The permits of a run. Immutable.
 *
 * @param waivers by the key of the line; of each line the newest
 * @param incident the one that the run belongs to
 */
public record PermitState(
    Map<String, WaiverState> waivers,
    List<Override> overrides,
    Givers givers,
    Approval approval,
    Optional<IncidentSeen> incident) {
  static final PermitState NONE =
      new PermitState(
          Map.of(),
          List.of(),
          new Givers(Map.of(), Optional.empty()),
          new Approval(Instant.EPOCH, false, Optional.empty()),
          Optional.empty());

  /**
   * A waiver.
   *
   * @param content the digest of what it was asked for
   * @param asker who asked for it
   * @param by who approved it; empty while nobody did
   * @param was what the line was before
   */
  public record WaiverState(
      Waiver waiver, String content, String asker, Optional<Granted> by, Was was) {}

  /** A status and why. {@code ended}: why the waiver counts no more; empty while it may. */
  public record Was(ItemStatus status, String reason, String ended) {}

  /** Leave to go through a freeze. */
  public record Override(String freeze, Granted by, Instant at, Instant until) {}

  /** In whose name people signed, by place; {@code next}: whose next signature is so. */
  record Givers(Map<String, String> byPlace, Optional<String> next) {}

  /**
   * Since when a rollback is proposed, and whether others were asked as well.
   *
   * @param policy the preauthorisation that was used; empty for none
   */
  record Approval(Instant proposedAt, boolean escalated, Optional<String> policy) {}

  PermitState with(String key, WaiverState waiver) {
    Map<String, WaiverState> more = new LinkedHashMap<>(waivers);
    more.put(key, waiver);
    return new PermitState(
        Collections.unmodifiableMap(more), overrides, givers, approval, incident);
  }

  PermitState of(IncidentSeen seen) {
    return new PermitState(waivers, overrides, givers, approval, Optional.of(seen));
  }

  PermitState with(Override override) {
    List<Override> more = new ArrayList<>(overrides);
    more.add(override);
    return new PermitState(waivers, List.copyOf(more), givers, approval, incident);
  }

  PermitState signsFor(String key, String person, String giver) {
    Map<String, String> more = new LinkedHashMap<>(givers.byPlace());
    more.put(place(key, person), giver);
    Givers now = new Givers(Collections.unmodifiableMap(more), Optional.of(place(key, person)));
    return new PermitState(waivers, overrides, now, approval, incident);
  }

  /** Somebody signed: in their own name, unless it was said just before in whose. */
  PermitState signed(String key, String person) {
    String place = place(key, person);
    if (!givers.byPlace().containsKey(place)) {
      return this;
    }
    Map<String, String> left = new LinkedHashMap<>(givers.byPlace());
    if (givers.next().filter(place::equals).isEmpty()) {
      left.remove(place);
    }
    Givers now = new Givers(Collections.unmodifiableMap(left), Optional.empty());
    return new PermitState(waivers, overrides, now, approval, incident);
  }

  private static String place(String key, String person) {
    return key + "\n" + person;
  }

  /** In whose name somebody signed at a key; empty when in their own. */
  public Optional<String> giver(String key, String person) {
    return Optional.ofNullable(givers.byPlace().get(place(key, person)));
  }

  PermitState proposed(Optional<Instant> at) {
    Approval now = new Approval(at.orElse(Instant.EPOCH), false, approval.policy());
    return new PermitState(waivers, overrides, givers, now, incident);
  }

  PermitState escalate() {
    Approval now = new Approval(approval.proposedAt(), true, approval.policy());
    return new PermitState(waivers, overrides, givers, now, incident);
  }

  PermitState uses(String policy) {
    Approval now = new Approval(approval.proposedAt(), approval.escalated(), Optional.of(policy));
    return new PermitState(waivers, overrides, givers, now, incident);
  }

  /** The preauthorisation by which the run rolls back; empty for none. */
  public Optional<String> policy() {
    return approval.policy();
  }

  Instant proposedAt() {
    return approval.proposedAt();
  }

  boolean escalated() {
    return approval.escalated();
  }
}
