package dev.holddown.view;

import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.run.GovernanceEvent;
import dev.holddown.domain.run.IncidentEvent;
import dev.holddown.domain.run.IncidentWords;
import dev.holddown.domain.run.PermitEvent;
import dev.holddown.domain.run.RunEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is told of permits and freezes, in plain words. */
final class PermitText {
  private PermitText() {}

  static String of(RunEvent.OfPermit event) {
    return switch (event) {
      case PermitEvent e -> run(e);
      case IncidentEvent e -> "incident " + e.id() + ": " + IncidentWords.of(e);
      case GovernanceEvent e -> house(e);
      default -> event.toString();
    };
  }

  private static String run(PermitEvent event) {
    return switch (event) {
      case PermitEvent.IncidentTold e -> IncidentText.of(e.incident());
      case PermitEvent.WaiverAsked e ->
          e.key()
              + ": waiver "
              + e.waiver().id()
              + " is asked for, owned by "
              + e.waiver().owner()
              + ", risk "
              + e.waiver().reasons().risk()
              + ", until "
              + Times.full(e.waiver().expires())
              + because(e.waiver().reasons().rationale())
              + (e.waiver().reasons().reference().isEmpty()
                  ? ""
                  : " (" + e.waiver().reasons().reference() + ")");
      case PermitEvent.WaiverApproved e ->
          e.key() + " waived: " + e.id() + " approved by " + by(e.by());
      case PermitEvent.WaiverRefused e ->
          e.key() + ": waiver " + e.id() + " refused by " + by(e.by());
      case PermitEvent.WaiverEnded e -> e.key() + ": waiver " + e.id() + " " + e.why();
      case PermitEvent.FreezeMet e ->
          e.what()
              + " is stopped by the freeze "
              + e.freeze()
              + until(e.until())
              + because(e.why());
      case PermitEvent.FreezeOverridden e ->
          "the freeze "
              + e.freeze()
              + " is overridden for this run by "
              + by(e.by())
              + ", method "
              + e.by().method()
              + until(Optional.of(e.until()));
      case PermitEvent.PolicyUsed e ->
          "the preauthorisation "
              + e.policy()
              + " is used, given by "
              + all(e.givenBy())
              + " for the way back sha256:"
              + e.wayBack();
      case PermitEvent.Escalated e -> "nobody approved in time; " + e.who() + " may as well";
      case PermitEvent.DelegationUsed e ->
          e.key()
              + ": "
              + e.person()
              + " signs as "
              + e.role()
              + " for "
              + e.giver()
              + " by delegation "
              + e.delegation();
    };
  }

  private static String house(GovernanceEvent event) {
    return switch (event) {
      case GovernanceEvent.FreezeBegan e ->
          "freeze "
              + e.id()
              + " of "
              + e.scope()
              + until(e.until())
              + (e.override().isEmpty()
                  ? ", nobody may override it"
                  : ", overridden by " + String.join(" or ", e.override()))
              + because(e.about().why());
      case GovernanceEvent.FreezeEnded e -> "freeze " + e.id() + " ended" + because(e.reason());
      case GovernanceEvent.ExceptionApproved e ->
          "exception " + e.id() + " (sha256:" + e.digest() + ") approved by " + by(e.by());
      case GovernanceEvent.PolicySigned e ->
          "preauthorisation "
              + e.policy()
              + " signed by "
              + by(e.by())
              + " for the ways back of "
              + String.join(", ", e.covers().keySet());
      case GovernanceEvent.PolicyTaken e ->
          "preauthorisation " + e.policy() + " used by run " + e.run();
      case GovernanceEvent.Delegated e ->
          "delegation "
              + e.delegation().id()
              + ": "
              + e.delegation().to()
              + " signs for "
              + e.delegation().from()
              + " as "
              + String.join(", ", e.delegation().roles())
              + until(Optional.of(e.delegation().time().until()))
              + because(e.reason());
      case GovernanceEvent.DelegationEnded e ->
          "delegation " + e.id() + " ended" + because(e.reason());
      case GovernanceEvent.WorkspaceApproved e ->
          "workspace sha256:" + e.digest() + " approved by " + by(e.by());
      case GovernanceEvent.SnapshotTaken e ->
          "snapshot of the board " + e.board() + " kept as sha256:" + e.digest();
      case GovernanceEvent.WorkspaceAdopted e ->
          "workspace sha256:" + e.digest() + " is in force" + because(e.how());
      case GovernanceEvent.OfIncident e -> e.toString();
    };
  }

  private static String by(Granted by) {
    return by.person() + " as " + by.role() + because(by.reason());
  }

  private static String all(List<Granted> by) {
    return by.stream().map(Granted::toString).collect(Collectors.joining(", "));
  }

  private static String until(Optional<Instant> until) {
    return until.map(at -> " until " + Times.full(at)).orElse("");
  }

  private static String because(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }
}
