package dev.holddown.domain.run;

import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What somebody wants that is about no single run. */
public sealed interface GovernanceCommand {
  /** What is wanted of an incident. */
  non-sealed interface OfIncident extends GovernanceCommand {}

  /** {@code override}: roles one of which may let a run through; may be empty. */
  record BeginFreeze(
      String id, Freeze.About about, Scope scope, Optional<Instant> until, List<String> override)
      implements GovernanceCommand {}

  /** By who began it, or by a role that may override it. */
  record EndFreeze(String id, String role, String reason) implements GovernanceCommand {}

  record ApproveException(String id, String role, String comment) implements GovernanceCommand {}

  record SignPolicy(String policy, String role, String comment) implements GovernanceCommand {}

  /** The engine notes that a run used a policy. */
  record TakePolicy(String policy, String run) implements GovernanceCommand {}

  record Delegate(String to, List<String> roles, Instant until, String reason)
      implements GovernanceCommand {}

  record EndDelegation(String id, String reason) implements GovernanceCommand {}

  record ApproveWorkspace(String digest, String role, String comment)
      implements GovernanceCommand {}

  /** The engine brings a content of the workspace into force. */
  record AdoptWorkspace(String digest, String how) implements GovernanceCommand {}

  /** Somebody wrote down what a board showed. */
  record TakeSnapshot(String board, String digest) implements GovernanceCommand {}
}
