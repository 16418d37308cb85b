package dev.holddown.domain.run;

import dev.holddown.domain.permit.Delegation;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A decision that is about no single run. They stand in a log of their own, in order. */
public sealed interface GovernanceEvent extends RunEvent.OfPermit {
  /** What happened to an incident. */
  non-sealed interface OfIncident extends GovernanceEvent {}

  /** A freeze by command. {@code override}: roles one of which lets a run through. */
  record FreezeBegan(
      String id, Freeze.About about, Scope scope, Optional<Instant> until, List<String> override)
      implements GovernanceEvent {}

  record FreezeEnded(String id, String reason) implements GovernanceEvent {}

  /** {@code digest}: of the row that was approved. */
  record ExceptionApproved(String id, String digest, Granted by, Instant at)
      implements GovernanceEvent {}

  /**
   * @param terms the digest of the preauthorisation as it was
   * @param covers the digests of the ways back that it was signed for, by playbook id
   */
  record PolicySigned(String policy, String terms, Map<String, String> covers, Granted by)
      implements GovernanceEvent {}

  /** A run used a preauthorisation. */
  record PolicyTaken(String policy, String run) implements GovernanceEvent {}

  record Delegated(Delegation delegation, String reason) implements GovernanceEvent {}

  record DelegationEnded(String id, String reason) implements GovernanceEvent {}

  /** A person agrees that this content of the workspace comes into force. */
  record WorkspaceApproved(String digest, Granted by) implements GovernanceEvent {}

  /** {@code digest}: of the list of files that is in force from now on. */
  record WorkspaceAdopted(String digest, String how) implements GovernanceEvent {}

  /** What a board showed was written down. {@code digest}: of the bytes that are kept. */
  record SnapshotTaken(String board, String digest) implements GovernanceEvent {}
}
