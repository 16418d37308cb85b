package dev.holddown.domain.run;

import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.SignRule;
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

  /** Decides the rollback, or asks for its approval. */
  static List<RunEvent> start(RunState s, String cause) {
    if (s.plan().playbook().rollback().isEmpty()) {
      return propose(s, "", cause);
    }
    Optional<SignRule> rule = approval(s);
    if (rule.isPresent() && !SignRules.satisfied(rule.get(), s.item(APPROVAL).signatures)) {
      return propose(s, "", cause);
    }
    return decided(s, cause);
  }

  /** Forward work is frozen, and a person is asked. */
  static List<RunEvent> propose(RunState s, String watch, String cause) {
    List<RunEvent> events = new ArrayList<>();
    if (s.held.isEmpty() && s.phase == Phase.FORWARD) {
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
