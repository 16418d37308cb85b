package dev.holddown.view.log;

import dev.holddown.domain.incident.Incident;
import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.GovernanceEvent;
import dev.holddown.domain.run.IncidentEvent;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.PermitEvent;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.engine.port.EventStore;
import dev.holddown.view.EventText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which events are decisions, and how the governance log tells them. */
public final class Decisions {
  /** Types of events that may be one, as the store names them. */
  public static final Set<String> TYPES =
      Set.of(
          "item.signed",
          "item.signature-voided",
          "item.declined",
          "item.turned",
          "item.reopened",
          "act.settled",
          "stage.reopened",
          "gate.decided",
          "run.held",
          "run.deferred",
          "run.resumed",
          "run.aborted",
          "rollback.decided",
          "waiver.asked",
          "waiver.approved",
          "waiver.refused",
          "waiver.ended",
          "freeze.overridden",
          "policy.used",
          "delegation.used",
          "freeze.began",
          "freeze.ended",
          "exception.approved",
          "policy.signed",
          "policy.taken",
          "delegation.given",
          "delegation.ended",
          "workspace.approved",
          "workspace.adopted",
          "incident.started",
          "incident.rated",
          "incident.left-out",
          "incident.resolved",
          "incident.left");

  private static final String IN_APP = "in-app";

  private Decisions() {}

  /** What is told of one. */
  private record Told(
      String action, String text, String key, DecisionLog.Said said, String digest) {}

  /**
   * The line of an event; empty when it is no decision, such as a hold by a watch.
   *
   * @param service and environment: those of its run; empty for what holds for all
   */
  public static Optional<DecisionLog.Entry> entry(
      EventStore.Told told, String service, String environment) {
    Entry entry = told.event().entry();
    boolean ofAll = entry.event() instanceof GovernanceEvent;
    return of(entry)
        .map(t ->
            new DecisionLog.Entry(
                entry.at(),
                t.action(),
                new DecisionLog.Target(
                    t.text(), ofAll ? "" : told.run(), t.key(), service, environment),
                t.said(),
                new DecisionLog.Proof(
                    told.event().position(),
                    told.event().version(),
                    told.event().hash(),
                    t.digest())));
  }

  private static Optional<Told> of(Entry entry) {
    Actor actor = entry.actor();
    return switch (entry.event()) {
      case RunEvent.Signed e ->
          Optional.of(
              new Told(
                  "signed",
                  e.key() + covered(e),
                  e.key(),
                  new DecisionLog.Said(
                      e.person(),
                      e.role(),
                      e.method().isEmpty() ? IN_APP : e.method(),
                      e.comment()),
                  e.content()));
      case RunEvent.SignatureVoided e ->
          Optional.of(
              new Told(
                  "signature void",
                  e.key(),
                  e.key(),
                  new DecisionLog.Said(e.person(), e.role(), "", e.why()),
                  e.was()));
      case RunEvent.Declined e ->
          Optional.of(
              new Told(
                  "declined",
                  e.key(),
                  e.key(),
                  new DecisionLog.Said(e.person(), e.role(), IN_APP, e.reason()),
                  ""));
      case RunEvent.GateDecided e ->
          Optional.of(
              new Told(
                  e.go() ? "Go" : "No-Go",
                  "gate of " + e.stage(),
                  e.stage(),
                  by(actor, e.sentence()),
                  ""));
      case RunEvent.RollbackDecided e ->
          Optional.of(new Told("rollback", "the run", "", by(actor, e.cause()), ""));
      case PermitEvent e -> Optional.of(ofRun(e, actor));
      case GovernanceEvent e -> Optional.of(ofAll(e, actor));
      default -> actor.kind() == Actor.Kind.PERSON ? byHand(entry) : Optional.empty();
    };
  }

  private static String covered(RunEvent.Signed e) {
    return e.covered().isEmpty()
        ? ""
        : e.covered().entrySet().stream()
            .map(value -> value.getKey() + " = " + value.getValue())
            .collect(Collectors.joining(", ", ", for ", ""));
  }

  private static DecisionLog.Said by(Actor actor, String reason) {
    String method = actor.kind() == Actor.Kind.PERSON ? IN_APP : "automatic";
    return new DecisionLog.Said(actor.toString(), "", method, reason);
  }

  private static DecisionLog.Said by(Granted by) {
    return new DecisionLog.Said(by.person(), by.role(), by.method(), by.reason());
  }

  /** What a person did to a run; the engine does the same for reasons of its own. */
  private static Optional<Told> byHand(Entry entry) {
    Actor actor = entry.actor();
    return Optional.ofNullable(
        switch (entry.event()) {
          case RunEvent.Held e -> new Told("held", "the run", "", by(actor, e.reason()), "");
          case RunEvent.Deferred e ->
              new Told("deferred", "the run until " + e.until(), "", by(actor, e.reason()), "");
          case RunEvent.Resumed e -> new Told("resumed", "the run", "", by(actor, e.reason()), "");
          case RunEvent.Aborted e -> new Told("aborted", "the run", "", by(actor, e.reason()), "");
          case RunEvent.Reopened e ->
              new Told("reopened", e.key(), e.key(), by(actor, e.reason()), "");
          case RunEvent.StageReopened e ->
              new Told("reopened", "stage " + e.stage(), e.stage(), by(actor, e.reason()), "");
          case RunEvent.Settled e ->
              new Told(
                  "settled",
                  e.key() + (e.landed() ? ": it landed" : ": it never lands"),
                  e.key(),
                  by(actor, e.how()),
                  "");
          case RunEvent.Turned e when e.status() == ItemStatus.SKIPPED ->
              new Told("skipped", e.key(), e.key(), by(actor, e.reason()), "");
          case RunEvent.Turned e when e.status() == ItemStatus.NOT_APPLICABLE ->
              new Told("not applicable", e.key(), e.key(), by(actor, e.reason()), "");
          default -> null;
        });
  }

  private static Told ofRun(PermitEvent event, Actor actor) {
    return switch (event) {
      case PermitEvent.WaiverAsked e ->
          new Told(
              "waiver asked",
              e.key() + ", waiver " + e.waiver().id() + " until " + whole(e.waiver().expires()),
              e.key(),
              by(actor, e.waiver().reasons().rationale()),
              e.content());
      case PermitEvent.WaiverApproved e ->
          new Told("waiver approved", e.key() + ", waiver " + e.id(), e.key(), by(e.by()), "");
      case PermitEvent.WaiverRefused e ->
          new Told("waiver refused", e.key() + ", waiver " + e.id(), e.key(), by(e.by()), "");
      case PermitEvent.WaiverEnded e ->
          new Told("waiver over", e.key() + ", waiver " + e.id(), e.key(), by(actor, e.why()), "");
      case PermitEvent.FreezeMet e ->
          new Told("freeze met", "freeze " + e.freeze(), "", by(actor, e.what()), "");
      case PermitEvent.FreezeOverridden e ->
          new Told(
              "freeze overridden",
              "freeze " + e.freeze() + " until " + whole(e.until()),
              "",
              by(e.by()),
              "");
      case PermitEvent.PolicyUsed e ->
          new Told(
              "policy used",
              "preauthorisation " + e.policy() + ", given by " + names(e.givenBy()),
              "",
              by(actor, e.cause()),
              e.wayBack());
      case PermitEvent.Escalated e ->
          new Told("escalated", e.key() + " to " + e.who(), e.key(), by(actor, ""), "");
      case PermitEvent.IncidentTold e ->
          new Told("incident", EventText.of(event), "", by(actor, ""), "");
      case PermitEvent.DelegationUsed e ->
          new Told(
              "delegation used",
              e.key() + " for " + e.giver() + ", delegation " + e.delegation(),
              e.key(),
              new DecisionLog.Said(e.person(), e.role(), IN_APP, ""),
              "");
    };
  }

  private static Instant whole(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }

  private static String names(List<Granted> by) {
    return by.stream().map(Granted::toString).collect(Collectors.joining(", "));
  }

  private static Told ofAll(GovernanceEvent event, Actor actor) {
    String text = EventText.of(event);
    return switch (event) {
      case GovernanceEvent.FreezeBegan e ->
          new Told("freeze began", text, "", by(actor, e.about().why()), "");
      case GovernanceEvent.FreezeEnded e ->
          new Told("freeze ended", "freeze " + e.id(), "", by(actor, e.reason()), "");
      case GovernanceEvent.ExceptionApproved e ->
          new Told("exception approved", "exception " + e.id(), "", by(e.by()), e.digest());
      case GovernanceEvent.PolicySigned e ->
          new Told("policy signed", "preauthorisation " + e.policy(), "", by(e.by()), e.terms());
      case GovernanceEvent.PolicyTaken e -> new Told("policy taken", text, "", by(actor, ""), "");
      case GovernanceEvent.Delegated e ->
          new Told("delegated", text, "", by(actor, e.reason()), "");
      case GovernanceEvent.DelegationEnded e ->
          new Told("delegation ended", "delegation " + e.id(), "", by(actor, e.reason()), "");
      case GovernanceEvent.WorkspaceApproved e ->
          new Told("workspace approved", "workspace", "", by(e.by()), e.digest());
      case GovernanceEvent.WorkspaceAdopted e ->
          new Told("workspace in force", "workspace", "", by(actor, e.how()), e.digest());
      case GovernanceEvent.SnapshotTaken e ->
          new Told("snapshot kept", "board " + e.board(), "", by(actor, ""), e.digest());
      case IncidentEvent e -> ofIncident(e, actor, text);
      case GovernanceEvent.OfIncident e -> new Told("incident", text, "", by(actor, ""), "");
    };
  }

  private static Told ofIncident(IncidentEvent event, Actor actor, String text) {
    return switch (event) {
      case IncidentEvent.Started e ->
          new Told(
              "incident mode on",
              text,
              "",
              by(actor, ""),
              e.pinned().map(Incident.Pin::digest).orElse(""));
      case IncidentEvent.Rated e -> new Told("incident rated", text, "", by(actor, e.reason()), "");
      case IncidentEvent.LeftOut e ->
          new Told("run left out of the incident", text, "", by(actor, e.reason()), "");
      case IncidentEvent.Resolved e ->
          new Told("incident resolved", text, "", by(actor, e.how()), "");
      case IncidentEvent.Left e ->
          new Told("incident mode off", text, "", by(actor, e.reason()), "");
      default -> new Told("incident", text, "", by(actor, ""), "");
    };
  }
}
