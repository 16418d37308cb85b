package dev.holddown.domain.run;

import dev.holddown.domain.incident.IncidentSeen;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.Waiver;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a run tells of permits and freezes. */
public sealed interface PermitEvent extends RunEvent.OfPermit {
  /** What the run knows from now on of the incident that it belongs to. */
  record IncidentTold(IncidentSeen incident) implements PermitEvent {}

  // --- waivers ---

  /** Somebody asks that a line that did not pass be let through; {@code content}: its digest. */
  record WaiverAsked(String key, Waiver waiver, String content) implements PermitEvent {}

  /** Another person took the risk on: the line counts as waived until the terms expire. */
  record WaiverApproved(String key, String id, Granted by) implements PermitEvent {}

  record WaiverRefused(String key, String id, Granted by) implements PermitEvent {}

  /** The waiver counts no more; the line is again what it was. */
  record WaiverEnded(String key, String id, String why) implements PermitEvent {}

  // --- freezes ---

  /** {@code what}: the step forward that was stopped. {@code until}: empty when nobody knows. */
  record FreezeMet(String freeze, String why, Optional<Instant> until, String what)
      implements PermitEvent {}

  /** Somebody let this run through a freeze, up to a moment. */
  record FreezeOverridden(String freeze, Granted by, Instant until) implements PermitEvent {}

  // --- rollback without asking, and signing for another one ---

  /**
   * A preauthorisation was used, before what it allows.
   *
   * @param wayBack the digest of the way back that was signed for
   */
  record PolicyUsed(String policy, String wayBack, List<Granted> givenBy, String cause)
      implements PermitEvent {}

  /** Nobody approved for so long: others, named in {@code who}, may as well. */
  record Escalated(String key, String who) implements PermitEvent {}

  /** The next signature of this person at this key is in the name of another one. */
  record DelegationUsed(String key, String role, String person, String giver, String delegation)
      implements PermitEvent {}
}
