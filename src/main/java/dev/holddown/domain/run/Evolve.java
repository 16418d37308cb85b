package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Item;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Folds events into a state. Takes no decision: the same events give the same state for ever. */
public final class Evolve {
  private final RunState s;
  private final Instant at;
  private final ItemEvents items;

  private final Actor actor;

  private Evolve(RunState next, Entry entry) {
    this.s = next;
    this.at = entry.at();
    this.actor = entry.actor();
    this.items = new ItemEvents(next, at);
  }

  /** The state after a run's first event. */
  public static RunState first(Entry entry, Plan plan) {
    RunEvent.Started started = (RunEvent.Started) entry.event();
    RunState state = new RunState(started.head(), plan, started.playbook());
    state.startedAt = entry.at();
    state.lastAt = entry.at();
    state.version = 1;
    return state;
  }

  /** The state after one more event. */
  public static RunState next(RunState state, Entry entry) {
    return all(state, List.of(entry));
  }

  /** The state after all these events, in order. */
  public static RunState all(RunState state, List<Entry> entries) {
    RunState next = state.copy();
    for (Entry entry : entries) {
      next.version++;
      if (entry.at().isAfter(next.lastAt)) {
        next.lastAt = entry.at();
      }
      new Evolve(next, entry).apply(entry.event());
      EventKeys.of(entry.event()).ifPresent(key -> next.versions.put(key, next.version));
    }
    return next;
  }

  private void held(Optional<String> why, Optional<Instant> until) {
    s.held = why;
    s.deferredUntil = until;
  }

  private void apply(RunEvent event) {
    switch (event) {
      case RunEvent.Started e -> throw new IllegalStateException("a run starts once");
      case RunEvent.Queued e -> s.queuedBehind = e.behind();
      case RunEvent.LockTaken e -> lockTaken(e);
      case RunEvent.LockLost e -> lockLost();
      case RunEvent.Overtook e -> s.others = new Landing(e.landsUntil(), e.life());
      case RunEvent.Owned e -> owned(e);
      case RunEvent.Held e -> held(Optional.of(e.reason()), Optional.empty());
      case RunEvent.Deferred e ->
          held(Optional.of(Deferral.words(e, actor)), Optional.of(e.until()));
      case RunEvent.Resumed e -> held(Optional.empty(), Optional.empty());
      case RunEvent.Aborted e -> aborted();
      case RunEvent.WatchingBegan e -> watching();
      case RunEvent.Closed e -> closed(e);
      case RunEvent.BaselineFrozen e -> baseline(e);
      case RunEvent.WayBackFrozen e -> wayBack(e);
      case RunEvent.StageOpened e -> open(e.stage());
      case RunEvent.GateDecided e -> gate(e);
      case RunEvent.StageClosed e -> close(e.stage());
      case RunEvent.StageReopened e -> reopen(e);
      case RunEvent.PhaseOpened e -> open(e.phase());
      case RunEvent.PhaseOverdue e -> overdue(e.phase());
      case RunEvent.PhaseClosed e -> close(e.phase());
      case RunEvent.RollbackDecided e -> rollback(e);
      case RunEvent.ReproofBegan e -> reproof();
      case RunEvent.Proposed e -> {
        s.proposal = Optional.of(e.reason());
        s.permits = s.permits.proposed(Optional.of(at));
      }
      case PermitEvent e -> new PermitEvents(s, new Entry(at, actor, e)).apply(e);
      case RunEvent.ChildIntended e -> Children.intended(s, e);
      case RunEvent.ChildStarted e -> Children.started(s, e);
      case RunEvent.ChildEnded e -> Children.ended(s, e);
      case RunEvent.EpochRaised e -> s.epoch = e.epoch();
      case RunEvent.Noticed e -> s.notices++;
      default -> itemOrWatch(event);
    }
  }

  private void itemOrWatch(RunEvent event) {
    if (items.apply(event)) {
      return;
    }
    switch (event) {
      case RunEvent.BakeBegan e -> bakeBegan(e.key());
      case RunEvent.BakeRestarted e -> bakeBegan(e.key());
      case RunEvent.BakePassed e -> item(e.key(), Evolve::bakePassed);
      case RunEvent.StepPassed e -> item(e.key(), i -> stepPassed(i, e.step()));
      default -> watch(event);
    }
  }

  private void watch(RunEvent event) {
    switch (event) {
      case RunEvent.Armed e -> watch(e.watch(), w -> WatchEvents.armed(w, at));
      case RunEvent.Disarmed e -> watch(e.watch(), WatchEvents::disarmed);
      case RunEvent.WindowStarted e -> {
        pauseBakes(e.watch(), e.sampleAt());
        watch(e.watch(), w -> WatchEvents.started(w, e));
      }
      case RunEvent.WindowGapped e -> watch(e.watch(), w -> WatchEvents.gapped(w, e));
      case RunEvent.WindowCleared e -> {
        watch(e.watch(), w -> WatchEvents.cleared(w, e));
        resumeBakes(e.watch(), e.sampleAt());
      }
      case RunEvent.Blinded e -> {
        pauseBakes(e.watch(), e.since());
        watch(e.watch(), w -> WatchEvents.blinded(w, e));
      }
      case RunEvent.Sighted e -> {
        watch(e.watch(), w -> WatchEvents.sighted(w, e));
        resumeBakes(e.watch(), e.sampleAt());
      }
      case RunEvent.Fired e -> watch(e.watch(), w -> WatchEvents.fired(w, e, at));
      default -> throw new IllegalStateException("no rule for " + event);
    }
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
    s.late = s.late.under(e, at);
    s.others = s.reproved ? s.others : s.others.under(e, at);
    for (Map.Entry<String, ItemState> entry : List.copyOf(s.items.entrySet())) {
      Optional<ActState> open = entry.getValue().act.filter(ActState::open);
      if (open.isPresent()) {
        // the last proof began when it was certain that nothing forward could land any more
        boolean past = s.reproved && !s.plan.inRollback(entry.getKey());
        ActState moved = past ? open.get() : open.get().under(e, at);
        if (moved.status() == ActState.Status.INTENDED) {
          if (!Owed.isKey(entry.getKey())) {
            items.mayBeLate(moved);
          }
          moved = moved.to(ActState.Status.UNSETTLED, "its engine ended");
        }
        Optional<ActState> next = Optional.of(moved);
        item(entry.getKey(), i -> i.act = next);
      }
    }
    for (String key : List.copyOf(s.watches.keySet())) {
      if (s.watch(key).armed()) {
        pauseBakes(key, e.lastSeen());
        watch(
            key,
            w -> {
              // an owner that saw no sample of it looked no further than the one before
              boolean looked = w.sighted || w.lookedUntil.isEmpty();
              Optional<Instant> until = looked ? Optional.of(e.lastSeen()) : w.lookedUntil;
              w.lookedUntil = w.blindSince.or(() -> until);
              w.sighted = false;
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
    s.closedAt = Optional.of(at);
    s.lockHeld = false;
    s.held = Optional.empty();
  }

  private void rollback(RunEvent.RollbackDecided e) {
    s.phase = Phase.ROLLING_BACK;
    s.rollbackCause = Optional.of(e.cause());
    s.rollbackAt = at;
    s.held = Optional.empty();
    s.proposal = Optional.empty();
    boolean inside = !Children.open(s).isEmpty();
    s.reproofNeeded = unsettleForward() > 0 || inside || s.others.until().isAfter(at);
  }

  private int unsettleForward() {
    int open = 0;
    for (Map.Entry<String, ItemState> entry : List.copyOf(s.items.entrySet())) {
      boolean forward = Flights.isForward(s, entry.getKey());
      if (forward && entry.getValue().act.filter(ActState::open).isPresent()) {
        open++;
        item(
            entry.getKey(),
            i -> i.act = i.act.map(a -> a.to(ActState.Status.UNSETTLED, "stopped on the way")));
      }
    }
    return open;
  }

  private void reproof() {
    s.reproved = true;
    s.plan.rollbackPhases().stream()
        .filter(phase -> s.place(phase.id()).openedAt().isPresent())
        .forEach(phase -> {
          place(
              phase.id(),
              p -> new RunState.PlaceState(Optional.of(at), Optional.empty(), p.go(), "", false));
          s.plan.phase(phase.id()).stream().flatMap(Node::all).forEach(this::reprove);
        });
    s.plan.undo().forEach(this::reprove);
  }

  private void reprove(Node node) {
    ItemState before = s.item(node.key());
    if (node.gathers() || node.item() instanceof Item.Choose) {
      item(node.key(), i -> i.status = i.status == ItemStatus.PASSED ? ItemStatus.OPEN : i.status);
      return;
    }
    boolean asks = node.item() instanceof Item.Step || node.item() instanceof Item.Check;
    boolean answered = before.status.good() || !before.status.ended();
    if (asks && answered && before.openedAt.isPresent()) {
      // an act under way may have landed before what undid it: it is done anew, not repeated
      before.act.filter(ActState::open).ifPresent(items::mayBeLate);
      item(
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
    item(
        key,
        i -> {
          i.status = good ? ItemStatus.PASSED : ItemStatus.INCONCLUSIVE;
          i.reason = reason;
          i.endedAt = Optional.of(at);
        });
  }

  // --- stages and phases ---

  private void open(String id) {
    place(
        id,
        p ->
            new RunState.PlaceState(
                Optional.of(at), Optional.empty(), p.go(), p.sentence(), p.overdue()));
  }

  private void close(String id) {
    place(
        id,
        p ->
            new RunState.PlaceState(
                p.openedAt(), Optional.of(at), p.go(), p.sentence(), p.overdue()));
  }

  private void reopen(RunEvent.StageReopened e) {
    place(
        e.stage(),
        p ->
            new RunState.PlaceState(
                p.openedAt(), Optional.empty(), Optional.empty(), e.reason(), p.overdue()));
  }

  private void overdue(String id) {
    place(id, p -> new RunState.PlaceState(p.openedAt(), p.closedAt(), p.go(), p.sentence(), true));
  }

  private void gate(RunEvent.GateDecided e) {
    place(
        e.stage(),
        p ->
            new RunState.PlaceState(
                p.openedAt(), p.closedAt(), Optional.of(e.go()), e.sentence(), p.overdue()));
  }

  private void place(String id, java.util.function.UnaryOperator<RunState.PlaceState> change) {
    s.places.put(id, change.apply(s.place(id)));
  }

  private void item(String key, Consumer<ItemState> change) {
    items.item(key, change);
  }

  private void watch(String key, Consumer<WatchState> change) {
    WatchState copy = s.watch(key).copy();
    change.accept(copy);
    s.watches.put(key, copy);
  }

  // --- bakes: only time covered by fresh OK samples counts ---

  private void bakeBegan(String key) {
    boolean calm = Baking.calm(s, key);
    item(
        key,
        i -> {
          i.baking = true;
          i.bakePassed = false;
          i.startCounting(at, calm);
        });
  }

  private static void bakePassed(ItemState i) {
    i.baking = false;
    i.countingSince = Optional.empty();
    i.bakePassed = true;
    // who signed for the start has not signed for what follows the bake
    i.signatures.clear();
  }

  private static void stepPassed(ItemState i, int step) {
    i.forget();
    i.signatures.clear();
    i.step = step + 1;
  }

  private void pauseBakes(String watchKey, Instant from) {
    for (String key : Baking.affected(s, watchKey)) {
      item(key, i -> i.stopCounting(from));
    }
  }

  private void resumeBakes(String watchKey, Instant sampleAt) {
    for (String key : Baking.affected(s, watchKey)) {
      if (s.item(key).countingSince.isEmpty()) {
        boolean all = Baking.calm(s, key);
        item(key, i -> i.calmSince(sampleAt, all));
      }
    }
  }
}
