package dev.holddown.store;

import dev.holddown.domain.run.GovernanceEvent;
import dev.holddown.domain.run.IncidentEvent;
import dev.holddown.domain.run.PermitEvent;
import dev.holddown.domain.run.RunEvent;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The names under which events stand in the log, with the version of their JSON form. The list is
 * frozen: a name is never reused or renamed, and a changed form raises {@code codec} by one and
 * brings an {@link Upcaster}. A record may be renamed in code at will, its components may not.
 */
final class EventTypes {
  /** One kind of event: its name for ever, its record today, and the form written today. */
  record Type(String name, Class<? extends RunEvent> of, int codec) {}

  /** Form 1 of an owner's events took its clock for the one before it: nothing between them. */
  private static final String BELIEVED = "PT0S";

  private EventTypes() {}

  /** Every kind of event, in the order of {@link RunEvent}. */
  static List<Type> all() {
    return Stream.of(ofRuns(), ofPermits(), ofIncidents()).flatMap(List::stream).toList();
  }

  private static List<Type> ofPermits() {
    return List.of(
        first("waiver.asked", PermitEvent.WaiverAsked.class),
        first("waiver.approved", PermitEvent.WaiverApproved.class),
        first("waiver.refused", PermitEvent.WaiverRefused.class),
        first("waiver.ended", PermitEvent.WaiverEnded.class),
        first("freeze.met", PermitEvent.FreezeMet.class),
        first("freeze.overridden", PermitEvent.FreezeOverridden.class),
        first("policy.used", PermitEvent.PolicyUsed.class),
        first("approval.escalated", PermitEvent.Escalated.class),
        first("delegation.used", PermitEvent.DelegationUsed.class),
        first("freeze.began", GovernanceEvent.FreezeBegan.class),
        first("freeze.ended", GovernanceEvent.FreezeEnded.class),
        first("exception.approved", GovernanceEvent.ExceptionApproved.class),
        first("policy.signed", GovernanceEvent.PolicySigned.class),
        first("policy.taken", GovernanceEvent.PolicyTaken.class),
        first("snapshot.taken", GovernanceEvent.SnapshotTaken.class),
        first("delegation.given", GovernanceEvent.Delegated.class),
        first("delegation.ended", GovernanceEvent.DelegationEnded.class),
        first("workspace.approved", GovernanceEvent.WorkspaceApproved.class),
        first("workspace.adopted", GovernanceEvent.WorkspaceAdopted.class));
  }

  private static List<Type> ofIncidents() {
    return List.of(
        first("incident.told", PermitEvent.IncidentTold.class),
        first("incident.started", IncidentEvent.Started.class),
        first("incident.joined", IncidentEvent.Joined.class),
        first("incident.pinned", IncidentEvent.Pinned.class),
        first("incident.rechecked", IncidentEvent.Rechecked.class),
        first("incident.noted", IncidentEvent.Noted.class),
        first("incident.role-taken", IncidentEvent.RoleTaken.class),
        first("incident.rated", IncidentEvent.Rated.class),
        first("incident.timed", IncidentEvent.Timed.class),
        first("incident.filled", IncidentEvent.Filled.class),
        first("incident.linked", IncidentEvent.Linked.class),
        first("incident.left-out", IncidentEvent.LeftOut.class),
        first("incident.resolved", IncidentEvent.Resolved.class),
        first("incident.left", IncidentEvent.Left.class));
  }

  private static List<Type> ofRuns() {
    return List.of(
        first("run.started", RunEvent.Started.class),
        first("run.queued", RunEvent.Queued.class),
        first("lock.taken", RunEvent.LockTaken.class),
        first("lock.lost", RunEvent.LockLost.class),
        new Type("lock.overtook", RunEvent.Overtook.class, 2),
        new Type("run.owned", RunEvent.Owned.class, 2),
        first("run.held", RunEvent.Held.class),
        first("run.deferred", RunEvent.Deferred.class),
        first("run.resumed", RunEvent.Resumed.class),
        first("run.aborted", RunEvent.Aborted.class),
        first("run.watching", RunEvent.WatchingBegan.class),
        first("run.closed", RunEvent.Closed.class),
        first("baseline.frozen", RunEvent.BaselineFrozen.class),
        first("way-back.frozen", RunEvent.WayBackFrozen.class),
        first("stage.opened", RunEvent.StageOpened.class),
        first("gate.decided", RunEvent.GateDecided.class),
        first("stage.closed", RunEvent.StageClosed.class),
        first("stage.reopened", RunEvent.StageReopened.class),
        first("item.opened", RunEvent.Opened.class),
        first("item.late", RunEvent.Late.class),
        first("item.asked", RunEvent.Asked.class),
        first("item.chosen", RunEvent.Chosen.class),
        first("act.intended", RunEvent.Intended.class),
        first("act.begun", RunEvent.Begun.class),
        first("act.ended", RunEvent.Ended.class),
        first("act.stop-intended", RunEvent.StopIntended.class),
        first("act.settled", RunEvent.Settled.class),
        first("item.retry-planned", RunEvent.RetryPlanned.class),
        first("item.turned", RunEvent.Turned.class),
        first("item.reopened", RunEvent.Reopened.class),
        new Type("item.signed", RunEvent.Signed.class, 3),
        new Type("item.signature-voided", RunEvent.SignatureVoided.class, 2),
        first("item.declined", RunEvent.Declined.class),
        first("item.filled", RunEvent.Filled.class),
        first("item.commented", RunEvent.Commented.class),
        first("item.attached", RunEvent.Attached.class),
        first("bake.began", RunEvent.BakeBegan.class),
        first("bake.restarted", RunEvent.BakeRestarted.class),
        first("bake.passed", RunEvent.BakePassed.class),
        first("step.passed", RunEvent.StepPassed.class),
        first("child.intended", RunEvent.ChildIntended.class),
        first("child.started", RunEvent.ChildStarted.class),
        first("child.ended", RunEvent.ChildEnded.class),
        first("run.epoch-raised", RunEvent.EpochRaised.class),
        first("watch.armed", RunEvent.Armed.class),
        first("watch.disarmed", RunEvent.Disarmed.class),
        first("window.started", RunEvent.WindowStarted.class),
        first("window.gapped", RunEvent.WindowGapped.class),
        first("window.cleared", RunEvent.WindowCleared.class),
        first("watch.blinded", RunEvent.Blinded.class),
        first("watch.sighted", RunEvent.Sighted.class),
        first("watch.fired", RunEvent.Fired.class),
        first("watch.proposed", RunEvent.Proposed.class),
        first("rollback.decided", RunEvent.RollbackDecided.class),
        first("phase.opened", RunEvent.PhaseOpened.class),
        first("phase.overdue", RunEvent.PhaseOverdue.class),
        first("phase.closed", RunEvent.PhaseClosed.class),
        first("rollback.reproof-began", RunEvent.ReproofBegan.class),
        first("owed.began", RunEvent.Owing.class),
        first("owed.reminded", RunEvent.Reminded.class),
        first("run.noticed", RunEvent.Noticed.class));
  }

  /** The ways from older forms to today's. */
  static List<Upcaster> upcasters() {
    return List.of(
        new Upcaster("lock.overtook", 1, overtook -> overtook.put("life", BELIEVED)),
        new Upcaster("run.owned", 1, owned -> owned.put("ahead", BELIEVED)),
        new Upcaster("item.signed", 1, EventTypes::signedWithoutValues),
        new Upcaster("item.signed", 2, signed -> signed.put("method", "")),
        new Upcaster("item.signature-voided", 1, EventTypes::voidedByDigest));
  }

  /** Form 1 told the digest of what was signed and no value. */
  private static ObjectNode signedWithoutValues(ObjectNode signed) {
    signed.putObject("covered");
    return signed;
  }

  /**
   * Form 1 had the new digest in {@code now}, or the word expired, and did not say what changed.
   */
  private static ObjectNode voidedByDigest(ObjectNode voided) {
    String now = voided.remove("now").asString();
    String why =
        now.equals("expired") ? "it expired" : "what it was for has changed, to sha256:" + now;
    return voided.put("why", why);
  }

  private static Type first(String name, Class<? extends RunEvent> of) {
    return new Type(name, of, 1);
  }
}
