package dev.holddown.store;

import dev.holddown.domain.permit.Delegation;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.Scope;
import dev.holddown.domain.permit.Waiver;
import dev.holddown.domain.run.GovernanceEvent;
import dev.holddown.domain.run.PermitEvent;
import dev.holddown.domain.run.RunEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One event of every kind that tells of permits and freezes. */
final class PermitSamples {
  private static final Instant T = Instant.parse("2026-11-21T10:00:00Z");
  private static final Granted BOB = new Granted("security_lead", "bob", "signed", "go");
  private static final String DIGEST =
      "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

  private PermitSamples() {}

  /** In the order of the log's names; what the golden log of permits holds, line by line. */
  static List<RunEvent> all() {
    Waiver waiver =
        new Waiver(
            "W1", "ann", new Waiver.Reasons("0.79 for a day", "low", "SEC-7"), T, T.plusSeconds(9));
    Scope scope = new Scope(List.of("checkout"), List.of());
    return List.of(
        new PermitEvent.WaiverAsked("score[web]", waiver, DIGEST),
        new PermitEvent.WaiverApproved("score[web]", "W1", BOB),
        new PermitEvent.WaiverRefused("score[web]", "W1", BOB),
        new PermitEvent.WaiverEnded("score[web]", "W1", "expired at " + T),
        new PermitEvent.FreezeMet("xmas", "Holidays", Optional.of(T), "deploy"),
        new PermitEvent.FreezeMet("open", "the network is down", Optional.empty(), "deploy"),
        new PermitEvent.FreezeOverridden("xmas", BOB, T),
        new PermitEvent.PolicyUsed("night", DIGEST, List.of(BOB), "watch p99: 1.2 > 1"),
        new PermitEvent.Escalated("rollback/approval", "2 × senior"),
        new PermitEvent.DelegationUsed("approval", "approver", "bob", "kim", "D1"),
        new GovernanceEvent.FreezeBegan(
            "incident-7",
            new Freeze.About("the network is down", "ann"),
            scope,
            Optional.of(T),
            List.of("cto")),
        new GovernanceEvent.FreezeEnded("incident-7", "it is up"),
        new GovernanceEvent.ExceptionApproved("EX-7", DIGEST, BOB, T),
        new GovernanceEvent.PolicySigned("night", DIGEST, Map.of("promote", DIGEST), BOB),
        new GovernanceEvent.PolicyTaken("night", "promote-1"),
        new GovernanceEvent.Delegated(
            new Delegation(
                "D1", "kim", "bob", List.of("approver"), new Delegation.Time(T, T.plusSeconds(60))),
            "on leave"),
        new GovernanceEvent.DelegationEnded("D1", "back"),
        new GovernanceEvent.WorkspaceApproved(DIGEST, BOB),
        new GovernanceEvent.WorkspaceAdopted(DIGEST, "it changed"));
  }
}
