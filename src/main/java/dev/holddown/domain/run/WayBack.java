package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.SignRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the way back begins: at once, or after its approval. */
final class WayBack {
  /** The key under which the rollback's approval is signed. */
  static final String APPROVAL = "rollback/approval";

  private WayBack() {}

  static Optional<SignRule> approval(RunState s) {
    return s.plan().playbook().rollback().flatMap(RollbackPlan::approval);
  }

  /** Whether those who must have said yes, or those who are asked when they did not answer. */
  static boolean approved(RunState s) {
    List<Signature> signatures = s.item(APPROVAL).signatures;
    return approval(s).filter(rule -> SignRules.satisfied(rule, signatures)).isPresent()
        || s.permits.escalated()
            && escalation(s).filter(e -> SignRules.satisfied(e.to(), signatures)).isPresent();
  }

  static Optional<RollbackPlan.Escalation> escalation(RunState s) {
    return s.plan()
        .playbook()
        .rollback()
        .flatMap(RollbackPlan::byPolicy)
        .flatMap(RollbackPlan.ByPolicy::escalation);
  }

  /** When others are asked as well, because nobody answered. */
  static Optional<Instant> escalates(RunState s) {
    boolean waits = s.proposal.isPresent() && s.phase == Phase.FORWARD && !s.permits.escalated();
    return waits
        ? escalation(s).map(e -> s.permits.proposedAt().plus(e.after()))
        : Optional.empty();
  }

  static List<RunEvent> escalated(RunState s, Instant at) {
    if (escalates(s).filter(when -> !at.isBefore(when)).isEmpty()) {
      return List.of();
    }
    RollbackPlan.Escalation to = escalation(s).orElseThrow();
    String who = SignRules.missing(to.to(), List.of());
    String text =
        "nobody approved the rollback within "
            + Span.text(to.after())
            + "; "
            + who
            + " may approve it now: "
            + s.proposal.orElse("");
    List<String> roles = to.to().needed().stream().map(r -> "role:" + r.role()).distinct().toList();
    return List.of(
        new PermitEvent.Escalated(APPROVAL, who),
        new RunEvent.Noticed(RunEvent.Noticed.UNNUMBERED, "page", roles, text));
  }

  /**
   * Decides the rollback, or asks for its approval.
   *
   * @param watch the watch that wants it; empty for a person
   */
  static List<RunEvent> start(RunState s, Run.Moment moment, String watch, String cause) {
    if (s.plan().playbook().rollback().isEmpty()) {
      return propose(s, "", cause);
    }
    if (approval(s).isPresent() && !approved(s)) {
      Optional<PermitEvent.PolicyUsed> used =
          Policies.use(s, moment.house(), watch, cause, moment.at());
      if (used.isPresent()) {
        List<RunEvent> events = new ArrayList<>();
        events.add(used.get());
        events.addAll(decided(s, cause));
        return events;
      }
      String why =
          Policies.why(s, moment.house(), watch, moment.at()).map(w -> "; " + w).orElse("");
      return propose(s, "", cause + why);
    }
    return decided(s, cause);
  }

  /** Forward work is frozen, and a person is asked. */
  static List<RunEvent> propose(RunState s, String watch, String cause) {
    List<RunEvent> events = new ArrayList<>();
    if (!s.stays() && s.phase == Phase.FORWARD) {
      events.add(new RunEvent.Held("rollback is proposed: " + cause));
    }
    if (s.proposal.isEmpty()) {
      events.add(new RunEvent.Proposed(watch, cause));
      events.add(
          new RunEvent.Noticed(
              RunEvent.Noticed.UNNUMBERED, "page", List.of(), "rollback is proposed: " + cause));
    }
    return events;
  }

  static List<RunEvent> decided(RunState s, String cause) {
    List<RunEvent> events = new ArrayList<>();
    events.add(new RunEvent.RollbackDecided(cause));
    if (s.lockHeld && !Children.open(s).isEmpty()) {
      events.add(new RunEvent.EpochRaised(s.epoch + 1, "the way back outranks what works inside"));
    }
    events.addAll(stops(s));
    s.plan().watches().values().stream()
        .filter(
            w -> s.watch(w.key()).armed && !w.watch().armed().to().anchor().startsWith("rollback."))
        .forEach(w -> events.add(new RunEvent.Disarmed(w.key())));
    return events;
  }

  /** Every watch that looks ends. */
  static List<RunEvent> disarmed(RunState s) {
    List<RunEvent> events = new ArrayList<>();
    s.watches.forEach((key, watch) -> {
      if (watch.armed) {
        events.add(new RunEvent.Disarmed(key));
      }
    });
    return events;
  }

  /** Begun long acts of the forward way are asked to stop; nobody waits for them. */
  static List<RunEvent> stops(RunState s) {
    List<RunEvent> events = new ArrayList<>();
    s.items.forEach((key, item) ->
        item.act
            .filter(a -> a.status() == ActState.Status.BEGUN && !s.plan().inRollback(key))
            .ifPresent(
                a -> events.add(new RunEvent.StopIntended(key, a.act().op(), a.reference()))));
    return events;
  }
}
