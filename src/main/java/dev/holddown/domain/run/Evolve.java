package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Folds events into a state. Takes no decision: the same events give the same state for ever. */
public final class Evolve {
  private final RunState s;
  private final Instant at;

  private Evolve(RunState next, Instant at) {
    this.s = next;
    this.at = at;
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
      new Evolve(next, entry.at()).apply(entry.event());
    }
    return next;
  }

  private void apply(RunEvent event) {
    switch (event) {
      case RunEvent.Started e -> throw new IllegalStateException("a run starts once");
      case RunEvent.Queued e -> s.queuedBehind = e.behind();
      case RunEvent.LockTaken e -> lockTaken(e);
      case RunEvent.LockLost e -> lockLost(e);
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
      default -> itemOrWatch(event);
    }
  }

  private void itemOrWatch(RunEvent event) {
    switch (event) {
      case RunEvent.Opened e -> item(e.key(), i -> i.openedAt = Optional.of(at));
      case RunEvent.Asked e -> asked(e);
      case RunEvent.Chosen e -> item(e.key(), i -> i.chosen = Optional.of(e.index()));
      case RunEvent.Intended e -> intended(e);
      case RunEvent.Begun e -> item(e.key(), i -> i.act = i.act.map(a -> begun(a, e)));
      case RunEvent.Ended e -> item(e.key(), i -> ended(i, e));
      case RunEvent.StopIntended e -> s.stops.add(e.op());
      case RunEvent.Settled e -> item(e.key(), i -> settled(i, e));
      case RunEvent.RetryPlanned e -> item(e.key(), i -> retry(i, e));
      case RunEvent.Turned e -> item(e.key(), i -> turned(i, e));
      case RunEvent.Reopened e -> item(e.key(), i -> reopened(i, e));
      case RunEvent.Signed e -> item(e.key(), i -> i.signatures.add(signature(e)));
      case RunEvent.SignatureVoided e -> item(e.key(), i -> voided(i, e));
      case RunEvent.Declined e -> item(e.key(), i -> declined(i, e));
      case RunEvent.BakeBegan e -> bakeBegan(e.key());
      case RunEvent.BakeRestarted e -> bakeBegan(e.key());
      case RunEvent.BakePassed e -> item(e.key(), Evolve::bakePassed);
      case RunEvent.StepPassed e -> item(e.key(), i -> stepPassed(i, e.step()));
      default -> watch(event);
    }
  }

  private void watch(RunEvent event) {
    switch (event) {
      case RunEvent.Armed e -> watch(e.watch(), this::armed);
      case RunEvent.Disarmed e -> watch(e.watch(), Evolve::disarmed);
      case RunEvent.WindowStarted e -> {
        pauseBakes(e.watch(), e.sampleAt());
        watch(e.watch(), w -> w.windows.put(e.level(), window(e)));
      }
      case RunEvent.WindowGapped e -> watch(e.watch(), w -> gapped(w, e));
      case RunEvent.WindowCleared e -> {
        watch(e.watch(), w -> cleared(w, e.level()));
        resumeBakes(e.watch(), e.sampleAt());
      }
      case RunEvent.Blinded e -> {
        pauseBakes(e.watch(), e.since());
        watch(e.watch(), w -> blinded(w, e));
      }
      case RunEvent.Sighted e -> {
        watch(e.watch(), Evolve::sighted);
        resumeBakes(e.watch(), e.sampleAt());
      }
      case RunEvent.Fired e -> watch(e.watch(), w -> fired(w, e));
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

  private void lockLost(RunEvent.LockLost e) {
    s.lockHeld = false;
    s.phase = Phase.ABORTING;
    unsettleForward();
  }

  /** What was in flight under the owner before is of unknown outcome; watches saw nothing since. */
  private void owned(RunEvent.Owned e) {
    s.epoch = e.epoch();
    for (Map.Entry<String, ItemState> entry : List.copyOf(s.items.entrySet())) {
      if (entry.getValue().act.filter(a -> a.status() == ActState.Status.INTENDED).isPresent()) {
        mayBeLate(entry.getValue().act.get().act());
        item(
            entry.getKey(),
            i -> i.act = i.act.map(a -> a.to(ActState.Status.UNSETTLED, "its engine ended")));
      }
    }
    for (String key : List.copyOf(s.watches.keySet())) {
      if (s.watch(key).armed()) {
        pauseBakes(key, e.lastSeen());
        watch(
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
        item(
            entry.getKey(),
            i -> i.act = i.act.map(a -> a.to(ActState.Status.UNSETTLED, "stopped on the way")));
      }
    }
    return open;
  }

  private void reproof() {
    s.reproved = true;
    s.plan
        .rollbackPhases().stream()
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
    boolean flying = before.act.filter(ActState::open).isPresent(); // it is asked after, anew
    if (asks && answered && !flying && before.openedAt.isPresent()) {
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

  // --- items ---

  private void item(String key, Consumer<ItemState> change) {
    ItemState copy = s.item(key).copy();
    change.accept(copy);
    s.items.put(key, copy);
  }

  private void asked(RunEvent.Asked e) {
    s.saved.putAll(e.finding().saves());
    item(
        e.key(),
        i -> {
          i.findings.put(e.purpose(), e.finding());
          i.askedAt.put(e.purpose(), at);
          i.asks++;
          i.status = i.status.ended() ? i.status : ItemStatus.RUNNING;
        });
  }

  private void intended(RunEvent.Intended e) {
    s.sequence = Math.max(s.sequence, e.act().token().sequence());
    item(
        e.key(),
        i -> {
          i.acted = true;
          i.act = Optional.of(new ActState(e.act(), ActState.Status.INTENDED, "", ""));
          i.findings.remove(Purpose.DONE);
          i.findings.remove(Purpose.VERIFY);
          i.retryAt = Optional.empty();
          i.repeatOp = Optional.empty();
          i.status = ItemStatus.RUNNING;
        });
  }

  private static ActState begun(ActState act, RunEvent.Begun e) {
    return new ActState(act.act(), ActState.Status.BEGUN, e.reference(), "");
  }

  /** An act that is repeated at once may still land itself: the lock is kept until it cannot. */
  private void mayBeLate(Act act) {
    s.lateUntil = act.landsUntil().isAfter(s.lateUntil) ? act.landsUntil() : s.lateUntil;
  }

  private void ended(ItemState i, RunEvent.Ended e) {
    if (i.act.isEmpty() || !i.act.get().act().op().equals(e.op())) {
      return;
    }
    ActState.Status status =
        switch (e.ending()) {
          case LANDED -> ActState.Status.LANDED;
          case FAILED -> ActState.Status.FAILED;
          case UNKNOWN -> ActState.Status.UNSETTLED;
        };
    i.act = i.act.map(a -> a.to(status, e.message()));
    if (e.ending() == Ending.UNKNOWN) {
      i.unknowns++;
      i.act.ifPresent(a -> mayBeLate(a.act()));
    }
  }

  /** What may be done twice is done again under the same operation id; anything else has failed. */
  private void settled(ItemState i, RunEvent.Settled e) {
    if (e.landed() || !repeats(e.key())) {
      i.act =
          i.act.map(
              a -> a.to(e.landed() ? ActState.Status.LANDED : ActState.Status.FAILED, e.how()));
      return;
    }
    i.act = Optional.empty();
    i.repeatOp = Optional.of(e.op());
    i.findings.remove(Purpose.DONE);
  }

  private boolean repeats(String key) {
    return s.plan
        .node(key)
        .map(Node::item)
        .filter(item ->
            !(item instanceof Item.Step step)
                || step.done().isPresent()
                || step.traits().repeatable())
        .isPresent();
  }

  private void retry(ItemState i, RunEvent.RetryPlanned e) {
    i.retryAt = Optional.of(e.at());
    i.reason = e.reason();
    i.tries++;
    i.findings.remove(Purpose.DONE);
    i.findings.remove(Purpose.VERIFY);
    i.findings.remove(Purpose.CHECK);
    i.findings.remove(Purpose.BEFORE);
    i.findings.computeIfPresent(Purpose.WHEN, (p, found) -> found.verdict().passed() ? found : null);
    i.findings.remove(Purpose.CHOOSE);
    i.chosen = i.chosen.filter(index -> index >= 0);
    boolean message =
        s.plan.node(e.key()).filter(n -> n.item() instanceof Item.Message).isPresent();
    boolean open = i.act.filter(ActState::open).isPresent();
    if (open && message) {
      // only a message is sent again while nothing is known of it, and then under the same name
      i.repeatOp = i.act.map(a -> a.act().op());
    }
    if (!open || message) {
      i.act = Optional.empty();
    }
  }

  private void turned(ItemState i, RunEvent.Turned e) {
    i.status = e.status();
    i.reason = e.reason();
    i.endedAt = e.status().ended() ? Optional.of(at) : Optional.empty();
    i.retryAt = Optional.empty();
    i.baking = false;
    i.countingSince = Optional.empty();
  }

  private static void reopened(ItemState i, RunEvent.Reopened e) {
    boolean unsettled = i.act.filter(ActState::open).isPresent();
    Optional<ActState> act = i.act;
    i.forget();
    i.act = unsettled ? act : Optional.empty();
    i.signatures.clear();
    i.tries = 0;
    i.unknowns = 0;
    i.attempt = e.attempt();
    i.status = ItemStatus.OPEN;
    i.endedAt = Optional.empty();
    i.reason = e.reason();
  }

  private Signature signature(RunEvent.Signed e) {
    return new Signature(e.role(), e.person(), e.content(), at, e.comment());
  }

  private void voided(ItemState i, RunEvent.SignatureVoided e) {
    i.signatures.removeIf(g -> g.person().equals(e.person()) && g.role().equals(e.role()));
    boolean partOfTheAnswer =
        s.plan
            .node(e.key())
            .filter(n -> n.item() instanceof Item.Check || n.item() instanceof Item.Hold)
            .isPresent();
    if (i.status == ItemStatus.SIGNED || (i.status == ItemStatus.PASSED && partOfTheAnswer)) {
      i.status = ItemStatus.OPEN;
      i.endedAt = Optional.empty();
    }
  }

  private void declined(ItemState i, RunEvent.Declined e) {
    if (e.key().equals(WayBack.APPROVAL)) {
      s.proposal = Optional.empty();
      i.signatures.clear();
      return;
    }
    i.status = ItemStatus.FAILED;
    i.reason = e.person() + " declined as " + e.role() + ": " + e.reason();
    i.endedAt = Optional.of(at);
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

  // --- watches ---

  private void watch(String key, Consumer<WatchState> change) {
    WatchState copy = s.watch(key).copy();
    change.accept(copy);
    s.watches.put(key, copy);
  }

  private void armed(WatchState w) {
    w.armed = true;
    w.armedAt = at;
  }

  private static void disarmed(WatchState w) {
    w.armed = false;
    w.over = true;
    w.windows.clear();
  }

  private static WatchState.Window window(RunEvent.WindowStarted e) {
    return new WatchState.Window(e.sampleAt(), Duration.ZERO, e.value(), e.reason());
  }

  private static void gapped(WatchState w, RunEvent.WindowGapped e) {
    Duration gap = Duration.between(e.from(), e.to());
    w.windows.replaceAll(
        (level, o) -> new WatchState.Window(o.start(), o.gaps().plus(gap), o.value(), o.reason()));
  }

  private static void cleared(WatchState w, String level) {
    w.windows.remove(level);
    w.fired.remove(level);
    w.done.removeIf(d -> d.startsWith(level + "+"));
  }

  private static void blinded(WatchState w, RunEvent.Blinded e) {
    w.blindPaged = w.blindSince.isPresent();
    w.blindSince = Optional.of(w.blindSince.orElse(e.since()));
    w.blindWhy = e.message();
    w.sighted = false;
  }

  private static void sighted(WatchState w) {
    w.sighted = true;
    w.blindSince = Optional.empty();
    w.fired.remove(Triggers.UNSEEN);
    w.blindPaged = false;
    w.blindWhy = "";
  }

  private void fired(WatchState w, RunEvent.Fired e) {
    if (e.level().contains("+")) {
      w.done.add(e.level());
    } else {
      w.fired.put(e.level(), at);
    }
  }
}
