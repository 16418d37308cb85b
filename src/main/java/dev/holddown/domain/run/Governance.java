package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.permit.Delegation;
import dev.holddown.domain.permit.Documents;
import dev.holddown.domain.permit.ExceptionRow;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.permit.House;
import dev.holddown.domain.permit.Preauthorisation;
import dev.holddown.domain.playbook.SignRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was decided for all runs, as its log tells it: freezes by command, approvals of exceptions,
 * signed policies, delegations, and the workspace in force. Immutable.
 *
 * @param freezes by command, ended ones too
 * @param standing the workspace in force, and the incidents
 */
public record Governance(
    long version,
    Map<String, Begun> freezes,
    List<GovernanceEvent> given,
    List<Delegation> delegations,
    Standing standing) {
  /** The name of its log; no run may have it. */
  public static final String LOG = "governance";

  /** {@code workspace}: the digest of what is in force; empty before the first. */
  public record Standing(String workspace, Incidents incidents) {}

  /** A freeze, who began it, and whether it was ended. */
  public record Begun(Freeze freeze, String by, boolean ended) {}

  /** Nothing was decided yet. */
  public static Governance empty() {
    return new Governance(0, Map.of(), List.of(), List.of(), new Standing("", Incidents.NONE));
  }

  /** The state after more of its log. */
  public Governance after(List<Entry> entries) {
    Governance next = this;
    for (Entry entry : entries) {
      next = next.after(entry);
    }
    return next;
  }

  private Governance after(Entry entry) {
    Map<String, Begun> now = new LinkedHashMap<>(freezes);
    List<GovernanceEvent> all = new ArrayList<>(given);
    List<Delegation> lent = new ArrayList<>(delegations);
    String inForce = standing.workspace();
    Incidents incidents = standing.incidents();
    switch (entry.event()) {
      case GovernanceEvent.FreezeBegan e ->
          now.put(e.id(), new Begun(freeze(e, entry.at()), entry.actor().name(), false));
      case GovernanceEvent.FreezeEnded e ->
          now.computeIfPresent(e.id(), (id, b) -> new Begun(b.freeze(), b.by(), true));
      case GovernanceEvent.Delegated e -> lent.add(e.delegation());
      case GovernanceEvent.DelegationEnded e -> lent.removeIf(d -> d.id().equals(e.id()));
      case GovernanceEvent.WorkspaceAdopted e -> inForce = e.digest();
      case GovernanceEvent.SnapshotTaken e -> {} // it binds nobody; the log alone tells of it
      case IncidentEvent e -> incidents = incidents.after(e, entry.at(), entry.actor().name());
      case GovernanceEvent e -> all.add(e);
      default -> {}
    }
    return new Governance(
        version + 1,
        Collections.unmodifiableMap(now), // in the order in which they began, in every process
        List.copyOf(all),
        List.copyOf(lent),
        new Standing(inForce, incidents));
  }

  private static Freeze freeze(GovernanceEvent.FreezeBegan e, Instant at) {
    List<SignRule.RoleCount> roles =
        e.override().stream().map(role -> new SignRule.RoleCount(role, 1)).toList();
    SignRule rule = new SignRule(roles, 1, false, List.of(), Duration.ofHours(24));
    return new Freeze(
        e.id(),
        e.about(),
        e.scope(),
        new Freeze.Times.Once(at, e.until()),
        roles.isEmpty() ? Optional.empty() : Optional.of(new Freeze.Override(rule, true)));
  }

  /** The digest of the workspace in force; empty before the first. */
  public String workspace() {
    return standing.workspace();
  }

  /** The incidents, oldest first. */
  public Incidents incidents() {
    return standing.incidents();
  }

  // --- what holds ---

  /** What holds for every run, with what the workspace says. */
  public House house(Documents documents) {
    List<Freeze> all = new ArrayList<>(documents.freezes());
    freezes.values().stream().filter(b -> !b.ended()).map(Begun::freeze).forEach(all::add);
    return new House(
        List.copyOf(all),
        exceptions(documents),
        policies(documents),
        delegations,
        new House.Here("", Optional.empty(), documents.waiverLongest()));
  }

  private List<ExceptionRow.Approved> exceptions(Documents documents) {
    return documents.exceptions().stream().flatMap(row -> approval(row).stream()).toList();
  }

  private Optional<ExceptionRow.Approved> approval(ExceptionRow row) {
    return given(GovernanceEvent.ExceptionApproved.class)
        .filter(e -> e.id().equals(row.id()) && e.digest().equals(row.digest()))
        .findFirst()
        .map(e -> new ExceptionRow.Approved(row, e.by(), e.at()));
  }

  private Map<String, Preauthorisation.Given> policies(Documents documents) {
    Map<String, Preauthorisation.Given> all = new LinkedHashMap<>();
    for (Preauthorisation policy : documents.policies()) {
      Map<String, String> covers = documents.wayBacks().getOrDefault(policy.id(), Map.of());
      List<Granted> by = signatures(policy, covers);
      int used =
          (int)
              given(GovernanceEvent.PolicyTaken.class)
                  .filter(e -> e.policy().equals(policy.id()))
                  .count();
      all.put(policy.id(), new Preauthorisation.Given(policy, covers, by, used));
    }
    return all;
  }

  /** Only signatures for exactly these terms and ways back count. */
  private List<Granted> signatures(Preauthorisation policy, Map<String, String> covers) {
    return given(GovernanceEvent.PolicySigned.class)
        .filter(e -> e.policy().equals(policy.id()))
        .filter(e -> e.terms().equals(terms(policy)) && e.covers().equals(covers))
        .map(GovernanceEvent.PolicySigned::by)
        .toList();
  }

  /** The digest of what is signed of a policy. */
  public static String terms(Preauthorisation policy) {
    StringBuilder text = new StringBuilder("holddown-policy-v1\n");
    List<String> roles =
        policy.sign().needed().stream().map(r -> r.role() + "*" + r.count()).toList();
    for (String part :
        List.of(
            policy.id(),
            String.join(",", policy.scope().services()),
            String.join(",", policy.scope().environments()),
            String.join(",", policy.watches()),
            String.join(",", roles) + "/" + policy.sign().anyOf(),
            policy.limits().toString())) {
      text.append(part.length()).append(':').append(part).append('\n');
    }
    return Digest.of(text.toString()).hex();
  }

  private <E extends GovernanceEvent> Stream<E> given(Class<E> kind) {
    return given.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** Who has agreed to a content of the workspace. */
  public List<Granted> approvals(String digest) {
    return given(GovernanceEvent.WorkspaceApproved.class)
        .filter(e -> e.digest().equals(digest))
        .map(GovernanceEvent.WorkspaceApproved::by)
        .toList();
  }

  /** Who has to agree yet to a content of the workspace; empty when all have. */
  public Optional<String> missing(String digest, SignRule rule) {
    return lacks(rule, approvals(digest));
  }

  /** Who has to say yes yet; empty when all have. */
  public static Optional<String> lacks(SignRule rule, List<Granted> by) {
    List<Signature> signatures =
        by.stream().map(g -> Signature.of(g.role(), g.person(), Instant.EPOCH)).toList();
    return SignRules.satisfied(rule, signatures)
        ? Optional.empty()
        : Optional.of(SignRules.missing(rule, signatures));
  }

  /** Whether the run's use of the policy is noted. */
  public boolean taken(String policy, String run) {
    return given(GovernanceEvent.PolicyTaken.class)
        .anyMatch(e -> e.policy().equals(policy) && e.run().equals(run));
  }

  /** What a command means: events, or a refusal. */
  public Decided decide(GovernanceCommand command, Actor actor, Instant at, Documents documents) {
    return new GovernanceRules(this, documents, actor, at).decide(command);
  }

  /** Events, or why none. */
  public record Decided(List<GovernanceEvent> events, Optional<String> refusal) {}
}
