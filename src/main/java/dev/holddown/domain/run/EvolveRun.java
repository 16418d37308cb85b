package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Folds events of the run as a whole, its stages and phases. */
final class EvolveRun {
  private final RunState s;
  private final Instant at;

  EvolveRun(RunState next, Instant at) {
    this.s = next;
    this.at = at;
  }

  /** Whether the event was one of these. */
  boolean apply(RunEvent event) {
    switch (event) {
      case RunEvent.Started e -> throw new IllegalStateException("a run starts once");
      case RunEvent.Queued e -> s.queuedBehind = e.behind();
      case RunEvent.LockTaken e -> lockTaken(e);
      case RunEvent.LockLost e -> lockLost();
      case RunEvent.Overtook e -> s.othersLandUntil = e.landsUntil();
      case RunEvent.Owned e -> owned(e);
      case RunEvent.Held e -> s.held = Optional.of(e.reason());
      case RunEvent.Resumed e -> s.held = Optional.empty();
      case RunEvent.Aborted e -> aborted();
      case RunEvent.WatchingBegan e -> watching();
      case RunEvent.Closed e -> closed(e);
      case RunEvent.BaselineFrozen e -> baseline(e);
      case RunEvent.WayBackFrozen e -> wayBack(e);
      case RunEvent.StageOpened e -> open(e.stage());
      case RunEvent.GateDecided e -> gate(e);
      case RunEvent.StageClosed e -> close(e.stage());
      case RunEvent.PhaseOpened e -> open(e.phase());
      case RunEvent.PhaseOverdue e -> overdue(e.phase());
      case RunEvent.PhaseClosed e -> close(e.phase());
      case RunEvent.RollbackDecided e -> rollback(e);
      case RunEvent.ReproofBegan e -> reproof();
      case RunEvent.Proposed e -> s.proposal = Optional.of(e.reason());
      case RunEvent.Noticed e -> s.notices++;
      default -> {
        return false;
      }
    }
    return true;
  }

  // --- the run ---

  private void lockTaken(RunEvent.LockTaken e) {
    s.phase = Phase.FORWARD;
    s.epoch = e.epoch();
    s.sequence = e.sequence();
    s.firstSequence = e.sequence();
    s.lockHeld = true;
    s.queuedBehind = "";
  }

  private void lockLost() {
    s.lockHeld = false;
    s.phase = Phase.ABORTING;
    unsettleForward();
  }

  /** What was in flight under the owner before is of unknown outcome; watches saw nothing since. */
  private void owned(RunEvent.Owned e) {
    s.epoch = e.epoch();
    for (Map.Entry<String, ItemState> entry : List.copyOf(s.items.entrySet())) {
      if (entry.getValue().act.filter(a -> a.status() == ActState.Status.INTENDED).isPresent()) {
        s.mayBeLate(entry.getValue().act.get().act());
        s.change(
            entry.getKey(),
            i -> i.act = i.act.map(a -> a.to(ActState.Status.UNSETTLED, "its engine ended")));
      }
    }
    for (String key : List.copyOf(s.watches.keySet())) {
      if (s.watch(key).armed()) {
        new EvolveWatches(s, at).pauseBakes(key, e.lastSeen());
        s.changeWatch(
            key,
            w -> {
              w.sighted = false;
              w.lookedUntil = w.blindSince.or(() -> Optional.of(e.lastSeen()));
            });
      }
    }
  }

  private void aborted() {
    s.phase = Phase.ABORTING;
    s.held = Optional.empty();
    unsettleForward();
  }

  private void watching() {
    s.phase = Phase.WATCHING;
    s.lockHeld = false;
  }

  private void closed(RunEvent.Closed e) {
    s.phase = Phase.CLOSED;
    s.outcome = Optional.of(e.outcome());
    s.sentence = e.sentence();
    s.lockHeld = false;
    s.held = Optional.empty();
  }

  private void rollback(RunEvent.RollbackDecided e) {
    s.phase = Phase.ROLLING_BACK;
    s.rollbackCause = Optional.of(e.cause());
    s.rollbackAt = at;
    s.held = Optional.empty();
    s.proposal = Optional.empty();
    s.reproofNeeded = unsettleForward() > 0 || s.othersLandUntil.isAfter(at);
  }

  private int unsettleForward() {
    int open = 0;
    for (Map.Entry<String, ItemState> entry : List.copyOf(s.items.entrySet())) {
      boolean forward = !s.plan.inRollback(entry.getKey());
      if (forward && entry.getValue().act.filter(ActState::open).isPresent()) {
        open++;
        s.change(
            entry.getKey(),
            i -> i.act = i.act.map(a -> a.to(ActState.Status.UNSETTLED, "stopped on the way")));
      }
    }
    return open;
  }

  private void reproof() {
    s.reproved = true;
    s.plan
        .rollbackPhases()
        .forEach(phase -> {
          s.changePlace(
              phase.id(),
              p -> new RunState.PlaceState(Optional.of(at), Optional.empty(), p.go(), "", false));
          s.plan.phase(phase.id()).stream().flatMap(Node::all).forEach(this::reprove);
        });
    s.plan.undo().forEach(this::reprove);
  }

  private void reprove(Node node) {
    ItemState before = s.item(node.key());
    if (!before.status.good() || node.gathers() || node.item() instanceof Item.Choose) {
      s.change(
          node.key(), i -> i.status = i.status == ItemStatus.PASSED ? ItemStatus.OPEN : i.status);
      return;
    }
    if (node.item() instanceof Item.Step || node.item() instanceof Item.Check) {
      s.change(
          node.key(),
          i -> {
            i.forget();
            i.status = ItemStatus.OPEN;
            i.endedAt = Optional.empty();
            i.reproof = true;
            i.attempt++;
          });
    }
  }

  private void baseline(RunEvent.BaselineFrozen e) {
    e.stats().ifPresent(stats -> s.baselines.put(e.metric(), stats));
    prepared("baseline/" + e.metric(), e.stats().isPresent(), e.reason());
  }

  private void wayBack(RunEvent.WayBackFrozen e) {
    s.wayBack.putAll(e.to());
    prepared("rollback/to", true, e.reason());
  }

  private void prepared(String key, boolean good, String reason) {
    s.change(
        key,
        i -> {
          i.status = good ? ItemStatus.PASSED : ItemStatus.INCONCLUSIVE;
          i.reason = reason;
          i.endedAt = Optional.of(at);
        });
  }

  // --- stages and phases ---

  private void open(String id) {
    s.changePlace(
        id,
        p ->
            new RunState.PlaceState(
                Optional.of(at), Optional.empty(), p.go(), p.sentence(), p.overdue()));
  }

  private void close(String id) {
    s.changePlace(
        id,
        p ->
            new RunState.PlaceState(
                p.openedAt(), Optional.of(at), p.go(), p.sentence(), p.overdue()));
  }

  private void overdue(String id) {
    s.changePlace(
        id,
        p -> new RunState.PlaceState(p.openedAt(), p.closedAt(), p.go(), p.sentence(), true));
  }

  private void gate(RunEvent.GateDecided e) {
    s.changePlace(
        e.stage(),
        p ->
            new RunState.PlaceState(
                p.openedAt(), p.closedAt(), Optional.of(e.go()), e.sentence(), p.overdue()));
  }
}
