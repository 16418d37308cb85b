package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.Delegation;
import dev.holddown.domain.permit.Documents;
import dev.holddown.domain.permit.ExceptionRow;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.Preauthorisation;
import dev.holddown.domain.permit.Waiver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may be decided for all runs, and by whom. */
final class GovernanceRules {
  private static final int REASON_CHARS_MIN = 3;
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private final Governance state;
  private final Documents documents;
  private final Actor actor;
  private final Instant at;

  GovernanceRules(Governance state, Documents documents, Actor actor, Instant at) {
    this.state = state;
    this.documents = documents;
    this.actor = actor;
    this.at = at;
  }

  Governance.Decided decide(GovernanceCommand command) {
    return switch (command) {
      case GovernanceCommand.BeginFreeze c -> begin(c);
      case GovernanceCommand.EndFreeze c -> end(c);
      case GovernanceCommand.ApproveException c -> approve(c);
      case GovernanceCommand.SignPolicy c -> sign(c);
      case GovernanceCommand.TakePolicy c ->
          state.taken(c.policy(), c.run())
              ? new Governance.Decided(List.of(), Optional.empty())
              : yes(new GovernanceEvent.PolicyTaken(c.policy(), c.run()));
      case GovernanceCommand.Delegate c -> delegate(c);
      case GovernanceCommand.EndDelegation c -> endDelegation(c);
      case GovernanceCommand.ApproveWorkspace c -> workspace(c);
      case GovernanceCommand.OfIncident c ->
          throw new IllegalStateException("decided by IncidentRules: " + c);
      case GovernanceCommand.AdoptWorkspace c ->
          c.digest().equals(state.workspace())
              ? new Governance.Decided(List.of(), Optional.empty())
              : yes(new GovernanceEvent.WorkspaceAdopted(c.digest(), c.how()));
      case GovernanceCommand.TakeSnapshot c ->
          yes(new GovernanceEvent.SnapshotTaken(c.board(), c.digest()));
    };
  }

  // --- freezes ---

  private Governance.Decided begin(GovernanceCommand.BeginFreeze c) {
    boolean taken =
        state.freezes().containsKey(c.id())
            || documents.freezes().stream().anyMatch(f -> f.id().equals(c.id()));
    if (!c.id().matches(NAME)) {
      return no("a freeze is named by letters, digits and . _ -, not \"" + c.id() + "\"");
    }
    if (taken) {
      return no("there is a freeze \"" + c.id() + "\" already; give it another name");
    }
    if (c.about().why().strip().length() < REASON_CHARS_MIN) {
      return no("say why: everybody who is refused reads it");
    }
    if (c.until().filter(until -> !until.isAfter(at)).isPresent()) {
      return no("the freeze would be over already, at " + c.until().orElseThrow());
    }
    return yes(
        new GovernanceEvent.FreezeBegan(c.id(), c.about(), c.scope(), c.until(), c.override()));
  }

  private Governance.Decided end(GovernanceCommand.EndFreeze c) {
    Governance.Begun begun = state.freezes().get(c.id());
    if (begun == null) {
      boolean file = documents.freezes().stream().anyMatch(f -> f.id().equals(c.id()));
      return no(
          file
              ? "the freeze \""
                  + c.id()
                  + "\" stands in the workspace and is ended there; a run is let through with:"
                  + " holddown freeze override"
              : "there is no freeze \"" + c.id() + "\"; see: holddown freeze list");
    }
    if (begun.ended()) {
      return no("the freeze \"" + c.id() + "\" was ended already");
    }
    boolean may =
        begun.by().equals(actor.name())
            || begun.freeze().override().stream()
                .flatMap((Freeze.Override o) -> o.sign().needed().stream())
                .anyMatch(r -> r.role().equals(c.role()));
    if (!may) {
      return no(
          "the freeze \""
              + c.id()
              + "\" is ended by "
              + begun.by()
              + ", who began it, or by a role that may override it");
    }
    return c.reason().strip().length() < REASON_CHARS_MIN
        ? needsReason()
        : yes(new GovernanceEvent.FreezeEnded(c.id(), c.reason()));
  }

  // --- exceptions and policies ---

  private Governance.Decided approve(GovernanceCommand.ApproveException c) {
    Optional<ExceptionRow> found =
        documents.exceptions().stream().filter(row -> row.id().equals(c.id())).findFirst();
    if (found.isEmpty()) {
      return no("there is no exception \"" + c.id() + "\" in the workspace");
    }
    ExceptionRow row = found.get();
    if (row.owner().equals(actor.name())) {
      return no(actor.name() + " owns exception " + c.id() + "; another person has to approve it");
    }
    Waiver terms = new Waiver(row.id(), row.owner(), row.reasons(), at, row.expires());
    Optional<String> problem = terms.problem(at, documents.waiverLongest());
    if (problem.isPresent()) {
      return no(problem.get());
    }
    boolean again =
        state.given().stream()
            .anyMatch(e ->
                e instanceof GovernanceEvent.ExceptionApproved a
                    && a.digest().equals(row.digest()));
    return again
        ? no("exception " + c.id() + " is approved already")
        : yes(
            new GovernanceEvent.ExceptionApproved(
                row.id(), row.digest(), granted(c.role(), c.comment()), at));
  }

  private Governance.Decided sign(GovernanceCommand.SignPolicy c) {
    Optional<Preauthorisation> found =
        documents.policies().stream().filter(p -> p.id().equals(c.policy())).findFirst();
    if (found.isEmpty()) {
      return no("there is no preauthorisation \"" + c.policy() + "\" in the workspace");
    }
    Preauthorisation policy = found.get();
    Map<String, String> covers = documents.wayBacks().getOrDefault(c.policy(), Map.of());
    if (policy.sign().needed().stream().noneMatch(r -> r.role().equals(c.role()))) {
      return no(
          "the preauthorisation \""
              + c.policy()
              + "\" is signed by "
              + SignRules.missing(policy.sign(), List.of())
              + ", not by the role "
              + c.role());
    }
    if (covers.isEmpty()) {
      return no(
          "no playbook of the workspace names the preauthorisation \""
              + c.policy()
              + "\"; there is nothing to sign for");
    }
    Instant expires = policy.limits().expires();
    if (!expires.isAfter(at)
        || Duration.between(at, expires).compareTo(Preauthorisation.LIFE_MAX) > 0) {
      return no(
          "the preauthorisation \""
              + c.policy()
              + "\" expires at "
              + expires
              + "; that must lie ahead, and 90 days at most");
    }
    String terms = Governance.terms(policy);
    boolean again =
        state.given().stream()
            .anyMatch(e ->
                e instanceof GovernanceEvent.PolicySigned p
                    && p.terms().equals(terms)
                    && p.covers().equals(covers)
                    && p.by().person().equals(actor.name()));
    return again
        ? no(actor.name() + " has signed the preauthorisation \"" + c.policy() + "\" already")
        : yes(
            new GovernanceEvent.PolicySigned(
                c.policy(), terms, covers, granted(c.role(), c.comment())));
  }

  // --- delegations and the workspace ---

  private Governance.Decided delegate(GovernanceCommand.Delegate c) {
    String id = "D" + (state.version() + 1);
    Delegation delegation =
        new Delegation(id, actor.name(), c.to(), c.roles(), new Delegation.Time(at, c.until()));
    return delegation
        .problem(at)
        .map(GovernanceRules::no)
        .orElseGet(() -> yes(new GovernanceEvent.Delegated(delegation, c.reason())));
  }

  private Governance.Decided endDelegation(GovernanceCommand.EndDelegation c) {
    Optional<Delegation> found =
        state.delegations().stream().filter(d -> d.id().equals(c.id())).findFirst();
    if (found.isEmpty()) {
      return no("there is no delegation " + c.id() + "; see: holddown delegation list");
    }
    boolean own = found.get().from().equals(actor.name()) || found.get().to().equals(actor.name());
    return own
        ? yes(new GovernanceEvent.DelegationEnded(c.id(), c.reason()))
        : no(
            "delegation "
                + c.id()
                + " is ended by "
                + found.get().from()
                + " or "
                + found.get().to());
  }

  private Governance.Decided workspace(GovernanceCommand.ApproveWorkspace c) {
    boolean again =
        state.approvals(c.digest()).stream().anyMatch(g -> g.person().equals(actor.name()));
    return again
        ? no(actor.name() + " has approved this change of the workspace already")
        : yes(new GovernanceEvent.WorkspaceApproved(c.digest(), granted(c.role(), c.comment())));
  }

  private Granted granted(String role, String comment) {
    return new Granted(role, actor.name(), "signed", comment);
  }

  private static Governance.Decided needsReason() {
    return no("a reason of at least " + REASON_CHARS_MIN + " characters is needed");
  }

  private static Governance.Decided yes(GovernanceEvent event) {
    return new Governance.Decided(List.of(event), Optional.empty());
  }

  private static Governance.Decided no(String sentence) {
    return new Governance.Decided(List.of(), Optional.of(sentence + "; nothing was changed"));
  }
}
