package dev.holddown.engine;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.Decision;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Evolve;
import dev.holddown.domain.run.Finding;
import dev.holddown.domain.run.Freezing;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.Landing;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.EventStore.LockChange;
import dev.holddown.engine.port.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Turns requests into appends: decides, and derives index row, lock change and outbox rows. */
final class Drafts {
  /** Ends the id of a run that takes another one back: the same run is taken back once. */
  static final String BACK = "-back";

  private static final int CLOSED_LOOKED_AT_MAX = 200;

  private final Ports ports;
  private final Loader loader;
  private final String node;
  private final Holdings holdings;
  private final Rules rules;
  private final Governing governing;
  private final LockRows locks;

  /** Locks that runs may be queued for; any other is not looked for in the index. */
  private final Set<String> contested = new HashSet<>();

  Drafts(Ports ports, Loader loader, String node, Holdings holdings, Rules rules) {
    this.ports = ports;
    this.loader = loader;
    this.node = node;
    this.holdings = holdings;
    this.rules = rules;
    this.governing = new Governing(ports);
    this.locks = new LockRows(ports.store());
  }

  Governing governing() {
    return governing;
  }

  void newEpoch() {
    locks.newEpoch();
    forgetLocks();
  }

  /** Lock rows are read anew: others may have changed them, or a write was left out. */
  void forgetLocks() {
    locks.forget();
    governing.reload();
  }

  /** Called before each batch. */
  void begin() {
    if (!holdings.isSole() || locks.isFull()) {
      locks.forget();
    }
  }

  RunCommand own(RunState state, Instant lastSeen, long ownedAt) {
    EventStore.LockRow row = locks.row(state.head().lock());
    Optional<Duration> ahead =
        holdings.isSole() ? ports.passing().drift().since(ownedAt) : Optional.empty();
    return new RunCommand.Own(locks.epochAfter(row), node, lastSeen, ahead);
  }

  // --- requests ---

  Draft draft(Request request, Function<String, Optional<RunState>> known) {
    return switch (request) {
      case Request.ForRun order -> order(order, known);
      case Request.Start start -> start(start, known);
      case Request.StartChild child -> startChild(child, known);
      case Request.TakeBack back -> takeBack(back, known);
      case Request.Adopt adopt -> adopt(adopt);
      case Request.Govern g -> governing.draft(g, known, now());
    };
  }

  private Draft order(Request.ForRun order, Function<String, Optional<RunState>> known) {
    Optional<RunState> state = known.apply(order.run());
    if (state.isEmpty()) {
      return Draft.missing(order.run(), loader);
    }
    boolean mine = holdings.owns(state.get().head().lock());
    if (!mine && order.actor().kind() != Actor.Kind.PERSON && !Family.between(order.command())) {
      return Draft.refused(order.run(), "run " + order.run() + " is another node's");
    }
    return decide(state.get(), order.command(), order.actor(), List.of());
  }

  /** Both runs are told in one transaction, so that there is never a second one. */
  private Draft startChild(Request.StartChild child, Function<String, Optional<RunState>> known) {
    Optional<RunState> parent = known.apply(child.parent());
    boolean exists = ports.store().find(child.run()).isPresent(); // also one that was set aside
    if (parent.isEmpty() || exists || known.apply(child.run()).isPresent()) {
      return Draft.refused(child.run(), "run " + child.run() + " is not to be started now");
    }
    RunCommand tell = new RunCommand.StartChild(child.key(), child.run());
    boolean missing = Family.isMissing(parent.get(), child);
    Draft told = missing ? Draft.NONE : decide(parent.get(), tell, Actor.engine(), List.of());
    if (!missing && !told.reply().accepted()) {
      return told;
    }
    Playbook playbook = Family.playbook(parent.get(), child.key());
    RunHead head = Family.head(parent.get(), child, loader::state, ports.playbooks());
    Digest digest = loader.keep(playbook);
    Entry first = Run.start(head, digest.hex(), Actor.engine(), now());
    RunState state = Run.fold(List.of(first), loader.plan(digest.hex()));
    Draft started = childLock(parent.get(), state, first, known);
    return told.and(started, child.parent());
  }

  /** Inside another's lock its acts are newer than those of that run so far. */
  private Draft childLock(
      RunState parent, RunState state, Entry first, Function<String, Optional<RunState>> known) {
    EventStore.LockRow row = locks.row(state.head().lock());
    if (state.head().mode() != RunHead.Mode.RUNBOOK) {
      return takeOrWait(state, List.of(first), Actor.engine(), known);
    }
    long epoch = Math.max(locks.epochAfter(row), parent.token().epoch() + 1);
    return decide(
        state, new RunCommand.TakeLock(epoch, row.sequence()), Actor.engine(), List.of(first));
  }

  private Draft start(Request.Start start, Function<String, Optional<RunState>> known) {
    String id = start.head().run();
    if (known.apply(id).isPresent() || id.equals(Governance.LOG)) {
      return Draft.refused(id, "a run " + id + " exists already");
    }
    Freezing.Start let = Freezing.start(start.head(), governing.house(), start.overrides(), now());
    if (let.refusal().isPresent()) {
      return Draft.refused(id, let.refusal().get());
    }
    Digest digest = loader.keep(start.playbook());
    List<Entry> first = new ArrayList<>();
    first.add(Run.start(start.head(), digest.hex(), start.actor(), now()));
    let.events().forEach(event -> first.add(new Entry(now(), start.actor(), event)));
    RunState state = Run.fold(first, loader.plan(digest.hex()));
    return takeOrWait(state, first, start.actor(), known);
  }

  /** A way back that a person starts waits for no forward run. */
  private Draft takeOrWait(
      RunState state, List<Entry> first, Actor actor, Function<String, Optional<RunState>> known) {
    return state.head().mode().goesBack()
        ? overtake(state, new ArrayList<>(first), actor, known)
        : lockOrQueue(state, first, actor);
  }

  private Draft lockOrQueue(RunState state, List<Entry> before, Actor actor) {
    EventStore.LockRow row = locks.row(state.head().lock());
    RunCommand command =
        row.run().isPresent()
            ? new RunCommand.Queue(row.run().get())
            : new RunCommand.TakeLock(locks.epochAfter(row), row.sequence());
    return decide(state, command, actor, before);
  }

  private Draft takeBack(Request.TakeBack back, Function<String, Optional<RunState>> known) {
    Optional<RunState> found = loader.state(back.run());
    String id = back.run() + BACK;
    if (found.isEmpty()) {
      return Draft.missing(back.run(), loader);
    }
    if (known.apply(id).isPresent()) {
      return Draft.refused(
          back.run(), "run " + back.run() + " is taken back by run " + id + " already");
    }
    RunState of = found.get();
    if (of.plan().playbook().rollback().isEmpty()
        || of.wayBack().isEmpty() && !of.plan().playbook().rollback().get().to().isEmpty()) {
      return Draft.refused(
          back.run(), "run " + back.run() + " has no frozen way back, so it cannot be taken back");
    }
    RunHead h = of.head();
    RunHead head =
        new RunHead(
            id,
            h.playbook(),
            "Take back: " + h.title(),
            h.service(),
            h.environment(),
            RunHead.Mode.ROLLBACK,
            h.inputs(),
            back.actor().name(),
            Optional.of(h.run()));
    List<Entry> first = new ArrayList<>();
    first.add(Run.start(head, of.playbookDigest(), back.actor(), now()));
    first.add(
        entry(
            new RunEvent.WayBackFrozen(
                of.wayBack(), "frozen when run " + h.run() + " started; " + back.reason())));
    Finding inherited =
        new Finding(
            Verdict.PASSED, "values saved by run " + h.run(), "", of.saved(), Optional.empty(), 1);
    first.add(entry(new RunEvent.Asked("rollback/to", Purpose.CHECK, 1, inherited)));
    RunState state = Run.fold(first, of.plan());
    return overtake(state, first, back.actor(), known);
  }

  /** The way back does not queue behind a forward run: that one loses the lock and is aborted. */
  private Draft overtake(
      RunState state, List<Entry> first, Actor actor, Function<String, Optional<RunState>> known) {
    EventStore.LockRow row = locks.row(state.head().lock());
    Optional<RunState> holder = row.run().flatMap(known);
    boolean forward =
        holder
            .filter(h -> h.phase() == Phase.FORWARD || h.phase() == Phase.ABORTING)
            .filter(h -> h.head().mode() != RunHead.Mode.ROLLBACK_BY_HAND)
            .isPresent();
    if (!forward) {
      return lockOrQueue(state, first, actor);
    }
    Draft loser =
        decide(holder.get(), new RunCommand.LoseLock(state.head().run()), actor, List.of());
    RunState overtaking = state;
    Optional<Landing> landing = Family.landing(holder.get(), known);
    if (landing.isPresent()) {
      Entry late = entry(overtook(holder.get(), landing.get()));
      first.add(late);
      overtaking = Evolve.next(state, late);
    }
    RunCommand take = new RunCommand.TakeLock(locks.epochAfter(row), row.sequence());
    Draft winner = decide(overtaking, take, actor, first);
    List<EventStore.Append> appends = new ArrayList<>(loser.appends());
    appends.addAll(winner.appends());
    Map<String, RunState> after = new HashMap<>(loser.after());
    after.putAll(winner.after());
    return new Draft(appends, after, winner.reply());
  }

  /** A node that does not own the lock has a clock of its own, and counts the whole life by it. */
  private RunEvent overtook(RunState loser, Landing landing) {
    Instant counted = now().plus(landing.life());
    boolean mine = holdings.owns(loser.head().lock()) || landing.until().isAfter(counted);
    Instant until = mine ? landing.until() : counted;
    return new RunEvent.Overtook(loser.head().run(), until, landing.life());
  }

  private Draft adopt(Request.Adopt adopt) {
    Digest digest = loader.keep(adopt.playbook());
    Entry first = Run.start(adopt.head(), digest.hex(), adopt.actor(), now());
    Entry closed =
        entry(
            new RunEvent.Closed(
                Outcome.SUCCEEDED,
                "ADOPTED as known good by "
                    + adopt.actor()
                    + ", observed and not proven: "
                    + adopt.reason()));
    RunState state = Run.fold(List.of(first, closed), loader.plan(digest.hex()));
    return draft(state, 0, List.of(first, closed), Optional.empty());
  }

  private Entry entry(RunEvent event) {
    return new Entry(now(), Actor.engine(), event);
  }

  private Instant now() {
    return ports.passing().clock().instant();
  }

  // --- what follows from a decision ---

  private Draft decide(RunState state, RunCommand command, Actor actor, List<Entry> before) {
    Instant at = holdings.owns(state.head().lock()) ? now() : state.toOthers(now());
    Decision decision = rules.decide(state, command, actor, at, governing.house(state));
    return switch (decision) {
      case Decision.Refused refused -> Draft.refused(state.head().run(), refused);
      case Decision.Accepted accepted -> {
        List<Entry> entries = new ArrayList<>(before);
        entries.addAll(accepted.entries());
        long expected = state.version() - before.size();
        Optional<LockChange> change = LockChanges.of(state, accepted.entries());
        yield entries.isEmpty()
            ? new Draft(List.of(), Map.of(), new Request.Reply(true, state.head().run(), "", 0))
            : governing.taking(draft(accepted.after(), expected, entries, change), accepted, now());
      }
    };
  }

  private Draft draft(
      RunState after, long expected, List<Entry> entries, Optional<LockChange> change) {
    change.ifPresent(locks::apply);
    EventStore.Append append =
        new EventStore.Append(
            after.head().run(),
            expected,
            entries,
            Index.passing(after), // Rounds works out the due time of the last one
            change,
            Notices.rows(after, entries),
            holdings.owns(after.head().lock())
                ? holdings.claim(after.head().lock())
                : Optional.empty());
    if (after.phase() == Phase.QUEUED) {
      contested.add(after.head().lock());
    }
    return new Draft(
        List.of(append),
        Map.of(after.head().run(), after),
        new Request.Reply(true, after.head().run(), "", entries.size()));
  }

  // --- what follows from a state ---

  /** Requests that a changed run brings with it for others. */
  List<Request> followers(RunState state, Function<String, Optional<RunState>> known) {
    List<Request> requests = new ArrayList<>();
    if (state.outcome().filter(o -> o == Outcome.TAKEN_BACK).isPresent()) {
      requests.add(new Request.TakeBack(state.head().run(), state.sentence(), Actor.engine()));
    }
    requests.addAll(governing.followers(state));
    requests.addAll(Family.orders(state, known));
    if (!state.lockHeld() && state.phase() != Phase.QUEUED) {
      nextInLine(state.head().lock(), known).ifPresent(requests::add);
    }
    return requests;
  }

  /** The way back first, then who came first. */
  private Optional<Request> nextInLine(String lock, Function<String, Optional<RunState>> known) {
    if (!contested.contains(lock) || locks.row(lock).run().isPresent()) {
      return Optional.empty();
    }
    EventStore.LockRow row = locks.row(lock);
    List<RunState> queued =
        ports.store().queued(lock).stream()
            .flatMap(one -> known.apply(one.run()).stream())
            .filter(s -> s.phase() == Phase.QUEUED)
            .toList();
    if (queued.isEmpty()) {
      contested.remove(lock);
    }
    return queued.stream()
        .min(
            Comparator.comparing((RunState s) -> !s.head().mode().goesBack())
                .thenComparing(RunState::startedAt))
        .map(s ->
            new Request.ForRun(
                s.head().run(),
                new RunCommand.TakeLock(locks.epochAfter(row), row.sequence()),
                Actor.engine()));
  }

  /** A run that queued elsewhere saw the lock held: it may have been let go before we heard. */
  List<Request> waiting(String lock, Function<String, Optional<RunState>> known) {
    contested.add(lock);
    return nextInLine(lock, known).stream().toList();
  }

  /**
   * What a crash may have left between a run and its followers.
   *
   * @param queuedFor locks that runs of the partitions taken over wait for
   */
  List<Request> leftovers(Set<String> queuedFor, Function<String, Optional<RunState>> known) {
    List<Request> requests = new ArrayList<>();
    queuedFor.forEach(lock -> requests.addAll(waiting(lock, known)));
    for (EventStore.IndexRow row : ports.store().runs(CLOSED_LOOKED_AT_MAX)) {
      if (row.outcome().equals(Outcome.TAKEN_BACK.name())
          && holdings.owns(row.lock())
          && ports.store().find(row.run() + BACK).isEmpty()) {
        requests.add(
            new Request.TakeBack(row.run(), "it was handed over before a restart", Actor.engine()));
      }
    }
    return requests;
  }
}
