package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Token;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a command says directly, before its consequences. */
final class Direct {
  private final RunState s;
  private final Actor actor;
  private final Instant at;
  private final Run.Moment moment;

  Direct(RunState state, Actor actor, Run.Moment moment) {
    this.s = state;
    this.actor = actor;
    this.at = moment.at();
    this.moment = moment;
  }

  /** Events, or a refusal with its sentence. */
  record Outcome(List<RunEvent> events, Optional<String> refusal) {
    static Outcome of(RunEvent... events) {
      return new Outcome(List.of(events), Optional.empty());
    }

    static Outcome no(String sentence) {
      return new Outcome(List.of(), Optional.of(sentence));
    }
  }

  Outcome decide(RunCommand command) {
    return switch (command) {
      case RunCommand.Queue c -> queue(c);
      case RunCommand.TakeLock c -> takeLock(c);
      case RunCommand.LoseLock c -> loseLock(c);
      case RunCommand.Own c -> own(c);
      case RunCommand.Tick c -> Outcome.of();
      case RunCommand.FreezeBaseline c -> baseline(c);
      case RunCommand.FreezeWayBack c -> wayBack(c);
      case RunCommand.Answer c -> answer(c);
      case RunCommand.Choose c -> choose(c);
      case RunCommand.Intend c -> intend(c);
      case RunCommand.Begin c -> begin(c);
      case RunCommand.End c -> end(c);
      case RunCommand.Observe c -> observe(c);
      case RunCommand.StartChild c -> Children.start(s, c);
      case RunCommand.EndChild c -> Children.end(s, c);
      default -> new ByPerson(s, actor, moment).decide(command);
    };
  }

  private Outcome queue(RunCommand.Queue c) {
    boolean told = s.queuedBehind.equals(c.behind()) || s.phase != Phase.QUEUED;
    return told ? Outcome.of() : Outcome.of(new RunEvent.Queued(s.head.lock(), c.behind()));
  }

  private Outcome takeLock(RunCommand.TakeLock c) {
    return s.phase == Phase.QUEUED
        ? Outcome.of(new RunEvent.LockTaken(s.head.lock(), c.epoch(), c.sequence()))
        : Outcome.no("run " + s.head.run() + " does not wait for the lock");
  }

  private Outcome loseLock(RunCommand.LoseLock c) {
    if (s.phase == Phase.ROLLING_BACK) {
      return Outcome.no("run " + s.head.run() + " is rolling back and keeps its lock");
    }
    if (!s.lockHeld) {
      return Outcome.no("run " + s.head.run() + " does not hold the lock");
    }
    List<RunEvent> events = new ArrayList<>();
    events.add(new RunEvent.LockLost(s.head.lock(), c.to()));
    events.addAll(WayBack.stops(s));
    events.addAll(WayBack.disarmed(s));
    return new Outcome(events, Optional.empty());
  }

  private Outcome own(RunCommand.Own c) {
    Instant seen = c.lastSeen().isBefore(s.startedAt) ? s.startedAt : c.lastSeen();
    return Outcome.of(new RunEvent.Owned(c.epoch(), c.node(), seen, c.ahead()));
  }

  /** What is frozen stays, whoever measures it again. */
  private Outcome baseline(RunCommand.FreezeBaseline c) {
    if (!s.plan().baselines().containsKey(c.metric())) {
      return Outcome.no(
          "no metric " + c.metric() + " with a frozen baseline in run " + s.head.run());
    }
    return s.item(Preparations.BASELINE + c.metric()).status.ended()
        ? Outcome.of()
        : Outcome.of(new RunEvent.BaselineFrozen(c.metric(), c.stats(), c.reason()));
  }

  private Outcome wayBack(RunCommand.FreezeWayBack c) {
    if (s.item(Preparations.WAY_BACK).status.ended()) {
      return Outcome.of();
    }
    if (c.known()) {
      return Outcome.of(new RunEvent.WayBackFrozen(c.to(), c.reason()));
    }
    return Outcome.of(
        new RunEvent.Turned(Preparations.WAY_BACK, ItemStatus.INCONCLUSIVE, c.reason()));
  }

  // --- workers ---

  /** A report on an attempt that is over changes nothing: a failed verdict is sticky. */
  private Outcome answer(RunCommand.Answer c) {
    ItemState item = s.item(c.key());
    boolean current = item.attempt == c.attempt() && !item.status.ended();
    boolean awaited = ItemWorkAsks.awaits(s, c.key(), c.purpose(), at);
    if (!current || !awaited) {
      return Outcome.of();
    }
    List<RunEvent> events = new ArrayList<>();
    events.add(new RunEvent.Asked(c.key(), c.purpose(), c.attempt(), c.finding()));
    boolean unsettled = item.act.filter(a -> a.status() == ActState.Status.UNSETTLED).isPresent();
    if (c.purpose() == Purpose.DONE && unsettled && c.finding().verdict().passed()) {
      String op = item.act.orElseThrow().act().op();
      events.add(
          new RunEvent.Settled(c.key(), op, true, "it is in place: " + c.finding().reason()));
    }
    return new Outcome(events, Optional.empty());
  }

  private Outcome choose(RunCommand.Choose c) {
    ItemState item = s.item(c.key());
    boolean current = item.attempt == c.attempt() && !item.status.ended() && item.chosen.isEmpty();
    if (!current || !ItemWorkAsks.awaits(s, c.key(), Purpose.CHOOSE, at)) {
      return Outcome.of();
    }
    RunEvent asked = new RunEvent.Asked(c.key(), Purpose.CHOOSE, c.attempt(), c.finding());
    if (c.index() < -1) {
      return Outcome.of(asked);
    }
    RunEvent chosen = new RunEvent.Chosen(c.key(), c.index(), c.finding().reason());
    boolean first = c.index() == -1 && item.tries == 0;
    Optional<RunEvent> page = first ? otherwisePage(c.key()) : Optional.empty();
    return page.isPresent() ? Outcome.of(asked, chosen, page.get()) : Outcome.of(asked, chosen);
  }

  private Optional<RunEvent> otherwisePage(String key) {
    return s.plan()
        .node(key)
        .flatMap(n ->
            n.item() instanceof Item.Choose choose ? choose.otherwise().page() : Optional.empty())
        .map(who ->
            new RunEvent.Noticed(
                RunEvent.Noticed.UNNUMBERED,
                "page",
                List.of(who),
                "no case is true at \"" + key + "\"; a person has to decide"));
  }

  /**
   * The one way to act: the item asks for it now, the lock is held, nothing of higher rank is on.
   */
  private Outcome intend(RunCommand.Intend c) {
    ItemState item = s.item(c.key());
    boolean owed = Owed.isKey(c.key());
    List<Walk.Working> all = owed ? Owed.working(s, at) : Walk.working(s, at);
    Optional<Walk.Working> working =
        all.stream().filter(w -> w.node().key().equals(c.key())).findFirst();
    boolean back = s.plan().inRollback(c.key());
    boolean frozen = s.held.isPresent() && !back;
    boolean asksForIt = working.filter(w -> w.next() instanceof Next.Perform).isPresent();
    boolean leave = owed || !frozen && s.lockHeld;
    if (!asksForIt || !leave || item.attempt != c.attempt()) {
      return Outcome.no("\"" + c.key() + "\" is not to be done now");
    }
    boolean changes = working.filter(w -> w.node().acts()).isPresent();
    Optional<Freeze.InForce> freeze =
        changes && !back ? Freezing.stops(s, moment.house(), at) : Optional.empty();
    if (freeze.isPresent()) {
      return new Outcome(Freezing.met(s, freeze.get(), c.key()), Optional.empty());
    }
    // what is owed holds no lock, and so raises no token
    Token token = new Token(s.epoch, owed ? s.sequence : s.sequence + 1);
    Instant deadline = at.plus(c.timeout());
    String fresh =
        s.head.run() + "/" + c.key() + "/" + item.attempt + "." + item.step + "." + item.tries;
    // a repeat after an unknown outcome carries the same operation id
    String op = item.repeatOp.orElse(fresh);
    Act act = new Act(op, c.what(), token, deadline, deadline.plus(c.grace()), item.tries + 1);
    return Outcome.of(new RunEvent.Intended(c.key(), act));
  }

  private Outcome begin(RunCommand.Begin c) {
    return current(c.key(), c.op()).isPresent()
        ? Outcome.of(new RunEvent.Begun(c.key(), c.op(), c.reference()))
        : Outcome.of();
  }

  /** Taken for any act that is open, also one of a way that was left: it settles it. */
  private Outcome end(RunCommand.End c) {
    return current(c.key(), c.op()).isPresent()
        ? Outcome.of(new RunEvent.Ended(c.key(), c.op(), c.ending(), c.message(), c.evidence()))
        : Outcome.of();
  }

  private Optional<ActState> current(String key, String op) {
    return s.item(key).act.filter(a -> a.open() && a.act().op().equals(op));
  }

  // --- watches ---

  private Outcome observe(RunCommand.Observe c) {
    Plan.WatchKey key = s.plan().watches().get(c.watch());
    if (key == null || key.watch().source() instanceof Watch.Source.Declared) {
      return Outcome.no("no watch " + c.watch() + " in run " + s.head.run());
    }
    return new Outcome(Windows.observe(key, s.watch(c.watch()), c), Optional.empty());
  }
}
