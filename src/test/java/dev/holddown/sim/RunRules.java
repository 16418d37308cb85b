package dev.holddown.sim;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.run.Act;
import dev.holddown.domain.run.ActState;
import dev.holddown.domain.run.Ending;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Evolve;
import dev.holddown.domain.run.Finding;
import dev.holddown.domain.run.ItemState;
import dev.holddown.domain.run.ItemStatus;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the log of one run may never say. Reads events one by one, as they become durable. */
final class RunRules {
  private final World world;
  private final Locks locks;
  private final SampleRules samples;
  private final SignatureRules signatures = new SignatureRules();
  private final Set<String> landed = new HashSet<>();
  private final Set<String> fired = new HashSet<>();
  private final Map<String, Doubt> doubts = new HashMap<>();
  private final LineRules lines;
  private RunState s;
  private Optional<Machine> machine = Optional.empty();
  private boolean mustDecide;
  private boolean beganBack;
  private boolean touched;
  private long lockedAt;
  private long backSince;

  /** An act of unknown outcome. {@code denied}: since then the target said it is not in place. */
  private record Doubt(
      String op, Instant landsUntil, int attempt, boolean denied, boolean settled) {
    Doubt with(boolean nowDenied, boolean nowSettled) {
      return new Doubt(op, landsUntil, attempt, nowDenied, nowSettled);
    }
  }

  private Doubt doubt(String key, Act act) {
    return new Doubt(
        act.op(), act.deadline().plus(Acts.GRACE), s.item(key).attempt(), false, false);
  }

  RunRules(World world, Locks locks, Plan plan, Entry first) {
    this.world = world;
    this.locks = locks;
    this.s = Evolve.first(first, plan);
    this.samples = new SampleRules(world);
    this.lines = new LineRules(world);
  }

  RunState state() {
    return s;
  }

  SampleRules samples() {
    return samples;
  }

  boolean beganBack() {
    return beganBack;
  }

  /** When the decision to go back became durable, in milliseconds of the history. */
  long backSince() {
    return backSince;
  }

  /** Whether it ever held the lock and intended anything. */
  boolean touched() {
    return touched;
  }

  /** Its turn among all that took the lock. */
  long lockedAt() {
    return lockedAt;
  }

  /** Whether the log says that some repeat of this act landed. */
  boolean knewLanded(String logical) {
    return landed.contains(logical);
  }

  void committed(List<Entry> entries, Machine by) {
    machine = Optional.of(by);
    locks.decides();
    for (Entry entry : entries) {
      if (s.closed()) {
        throw new Alarm("I10", s.head().run() + " is closed, and then " + entry.event());
      }
      locks.before(s, entry.event());
      before(entry);
      samples.before(s, entry.event());
      s = Evolve.next(s, entry);
      after(entry);
    }
    boolean decided = s.rollbackCause().isPresent() || s.proposal().isPresent() || s.closed();
    if (mustDecide && !decided) {
      throw new Alarm("L34", s.head().run() + " saw a trigger fire and decided nothing with it");
    }
    mustDecide = false;
    samples.decided();
  }

  private void before(Entry entry) {
    switch (entry.event()) {
      case RunEvent.Intended e -> intended(e, entry.at());
      case RunEvent.Ended e -> ended(e);
      case RunEvent.Settled e -> settled(e, entry);
      case RunEvent.Asked e -> asked(e);
      case RunEvent.Turned e -> turned(e, entry.actor());
      case RunEvent.Owned e -> {
        samples.starting();
        samples.restarted(entry.at());
        s.plan().playbook().stages().forEach(this::doubtInFlight);
      }
      case RunEvent.StageClosed e -> stageClosed(e, entry.at());
      case RunEvent.StageReopened e -> lines.stageReopened(s, e.stage());
      case RunEvent.Filled e -> lines.filled(s, e);
      case RunEvent.Reopened e -> lines.reopened(e.key());
      case RunEvent.StepPassed e -> stepSigned(e, entry.at());
      case RunEvent.RollbackDecided e -> approved(entry.at());
      case RunEvent.Fired e -> fired(e);
      case RunEvent.BakePassed e -> samples.bakePassed(s, e);
      case RunEvent.WatchingBegan e -> {
        world.family.ends(s);
        truth(new RunEvent.Closed(Outcome.SUCCEEDED, ""));
      }
      case RunEvent.Closed e -> closed(e);
      case RunEvent.Aborted e -> rank();
      case RunEvent.PhaseOpened e -> lines.inOrder(s, e.phase());
      default -> {}
    }
  }

  private void closed(RunEvent.Closed e) {
    world.family.ends(s);
    boolean looking = s.plan().watches().keySet().stream().anyMatch(w -> s.watch(w).armed());
    if (e.outcome() == Outcome.SUCCEEDED && looking) {
      throw new Alarm("I30", s.head().run() + " counts as good while a watch still looks");
    }
    if (s.lockHeld()) {
      truth(e);
    }
  }

  private void rank() {
    if (s.phase() == Phase.ROLLING_BACK) {
      throw new Alarm("rank", s.head().run() + " is aborted while it rolls back");
    }
  }

  /** When it was decided, which may be long before it is durable. */
  private long when(Entry entry) {
    return machine.orElseThrow().when(entry.at());
  }

  private void after(Entry entry) {
    switch (entry.event()) {
      case RunEvent.LockTaken e -> lockedAt = locks.taken();
      case RunEvent.Signed e -> signatures.signed(s, e);
      case RunEvent.RollbackDecided e -> backSince = world.time.nowMillis();
      case RunEvent.BakeBegan e -> samples.bakeBegan(e.key(), entry.at(), when(entry));
      case RunEvent.BakeRestarted e -> samples.bakeBegan(e.key(), entry.at(), when(entry));
      default -> {}
    }
  }

  // --- acts ---

  private void intended(RunEvent.Intended e, Instant at) {
    touched = true;
    if (s.plan().inRollback(e.key())) {
      beganBack |= s.phase() == Phase.ROLLING_BACK;
      world.freezes.back(s, at);
      return;
    }
    if (s.phase() != Phase.FORWARD || s.rollbackCause().isPresent()) {
      throw new Alarm("I06", e.key() + " goes forward while the run is " + s.phase());
    }
    if (s.held().isPresent()) {
      throw new Alarm("rank", e.key() + " goes forward while the run is held: " + s.held().get());
    }
    PermitRules.check(s, e.key(), at, world.history);
    if (s.plan().node(e.key()).filter(Node::acts).isPresent()) {
      world.freezes.forward(s, e.key(), at);
    }
    lines.begun(e.key());
    Doubt doubt = doubts.remove(e.key());
    boolean message = item(e.key()) instanceof Item.Message; // at least once
    if (doubt != null && !message) {
      boolean same = doubt.attempt() == s.item(e.key()).attempt() && repeats(e.key());
      if (same && !e.act().op().equals(doubt.op())) {
        throw new Alarm("I04", e.key() + " is repeated as " + e.act().op() + ", not " + doubt);
      }
      boolean hasDone = !(item(e.key()) instanceof Item.Step step) || step.done().isPresent();
      if (!doubt.settled() || at.isBefore(doubt.landsUntil()) || (hasDone && !doubt.denied())) {
        throw new Alarm("I04", e.key() + " is done again without knowing of " + doubt);
      }
      world.history.sometimes("an act of unknown outcome was repeated");
    }
    if (item(e.key()) instanceof Item.Rollout rollout && s.item(e.key()).step() > 0) {
      rollout.watch().forEach(watch -> samples.calmNow(watch, e.key()));
    }
  }

  private boolean repeats(String key) {
    return !(item(key) instanceof Item.Step step)
        || step.done().isPresent()
        || step.traits().repeatable();
  }

  private Item item(String key) {
    return s.plan().node(key).orElseThrow().item();
  }

  private void ended(RunEvent.Ended e) {
    if (e.ending() == Ending.FAILED) {
      world.oracles.failed(e.op());
    }
    if (e.ending() == Ending.LANDED) {
      if (!world.target.lookup(e.op()).orElse(false)) {
        throw new Alarm("proof", e.op() + " counts as landed and never did");
      }
      landed.add(e.op().substring(0, e.op().lastIndexOf('.')));
    }
    Optional<ActState> act = s.item(e.key()).act().filter(a -> a.act().op().equals(e.op()));
    if (e.ending() != Ending.UNKNOWN) {
      // who called the target knows, also when somebody else has taken over since
      doubts.computeIfPresent(e.key(), (key, d) -> d.op().equals(e.op()) ? null : d);
    }
    if (e.ending() == Ending.UNKNOWN && act.isPresent()) {
      doubts.put(e.key(), doubt(e.key(), act.get().act()));
    }
  }

  private void doubtInFlight(Stage stage) {
    for (Node root : s.plan().stage(stage.id())) {
      root.all()
          .forEach(node ->
              s.item(node.key())
                  .act()
                  .filter(a -> a.status() == ActState.Status.INTENDED)
                  .ifPresent(a -> doubts.put(node.key(), doubt(node.key(), a.act()))));
    }
  }

  private void asked(RunEvent.Asked e) {
    beganBack |= s.phase() == Phase.ROLLING_BACK && s.plan().inRollback(e.key());
    Doubt doubt = doubts.get(e.key());
    if (e.purpose() == Purpose.DONE && doubt != null) {
      boolean denied = e.finding().verdict() == Verdict.FAILED;
      doubts.put(e.key(), doubt.with(denied, doubt.settled()));
    }
  }

  private void settled(RunEvent.Settled e, Entry entry) {
    Doubt doubt = doubts.get(e.key());
    if (e.landed()) {
      landed.add(e.op().substring(0, e.op().lastIndexOf('.')));
      doubts.remove(e.key());
    } else if (doubt != null) {
      boolean person = entry.actor().kind() == Actor.Kind.PERSON;
      doubts.put(e.key(), doubt.with(doubt.denied() || person, true));
    }
  }

  // --- items and stages ---

  private void turned(RunEvent.Turned e, Actor actor) {
    ItemStatus was = s.item(e.key()).status();
    boolean person = actor.kind() == Actor.Kind.PERSON;
    if (was.ended() && !person && e.status() != ItemStatus.STALE) {
      throw new Alarm("I27", e.key() + " was " + was + " and turns " + e.status() + " by itself");
    }
    if (e.status() == ItemStatus.PASSED) {
      lines.passed(s, e.key());
      world.family.passed(s, e.key());
    }
    if (e.status() == ItemStatus.PASSED && !person) {
      proved(e.key());
    }
  }

  /** Nothing is green without an answer that passed. */
  private void proved(String key) {
    Optional<Item> item = s.plan().node(key).filter(n -> !n.gathers()).map(Node::item);
    ItemState i = s.item(key);
    boolean proof =
        switch (item.orElse(null)) {
          case Item.Check check -> check.probe().isEmpty() || passed(i.finding(Purpose.CHECK));
          case Item.Step step when step.done().isPresent() ->
              passed(i.finding(Purpose.DONE)) || passed(i.finding(Purpose.BEFORE));
          case null, default -> true;
        };
    if (!proof) {
      throw new Alarm("rule 1", key + " turns PASSED without an answer that passed");
    }
  }

  private static boolean passed(Optional<Finding> finding) {
    return finding.filter(f -> f.verdict().passed()).isPresent();
  }

  private void stageClosed(RunEvent.StageClosed e, Instant at) {
    Stage stage =
        s.plan().playbook().stages().stream()
            .filter(st -> st.id().equals(e.stage()))
            .findFirst()
            .orElseThrow();
    if (stage.gate().isPresent()) {
      world.freezes.forward(s, "the Go of " + stage.id(), at);
    }
    for (Node node : s.plan().stage(stage.id())) {
      ItemStatus status = s.item(node.key()).status();
      if (!status.good() && (stage.gate().isPresent() || status != ItemStatus.SKIPPED)) {
        throw new Alarm("I20", stage.id() + " closes while " + node.key() + " is " + status);
      }
      fresh(stage, node, at);
      boolean signs = status == ItemStatus.SIGNED && node.item().about().sign().isPresent();
      if (signs) {
        signatures.check(s, node.key(), node.item().about().sign().get(), at);
      }
    }
    stage
        .gate()
        .flatMap(Stage.Gate::sign)
        .ifPresent(rule -> signatures.check(s, "gate/" + stage.id(), rule, at));
  }

  private void fresh(Stage stage, Node node, Instant at) {
    Duration limit = stage.gate().map(Stage.Gate::fresh).orElse(Duration.ZERO);
    boolean passed = s.item(node.key()).status() == ItemStatus.PASSED;
    Optional<Instant> asked = s.item(node.key()).askedAt(Purpose.CHECK);
    if (!limit.isZero() && passed && asked.filter(t -> t.plus(limit).isBefore(at)).isPresent()) {
      throw new Alarm("I25", stage.id() + " closes on an answer of " + asked + " at " + at);
    }
  }

  private void stepSigned(RunEvent.StepPassed e, Instant at) {
    Item.Rollout rollout = (Item.Rollout) item(e.key());
    rollout.steps().get(e.step()).sign().ifPresent(rule -> signatures.check(s, e.key(), rule, at));
  }

  // --- triggers and the way back ---

  private void fired(RunEvent.Fired e) {
    boolean byPerson = s.plan().watch(e.watch()).watch().source() instanceof Watch.Source.Declared;
    boolean once = !e.level().equals("blind") && !e.level().equals("unseen") && !byPerson;
    if (once && !fired.add(e.watch() + "|" + e.level() + "|" + e.windowStart())) {
      throw new Alarm("I29", e.watch() + " " + e.level() + " fires twice for one window");
    }
    boolean rollback = e.then().stream().anyMatch(t -> t.deed() == Watch.Then.Deed.ROLLBACK);
    boolean forward = s.phase() == Phase.FORWARD || s.phase() == Phase.ABORTING;
    mustDecide |= rollback && forward;
  }

  private void approved(Instant at) {
    s.plan()
        .playbook()
        .rollback()
        .flatMap(r -> r.approval())
        .ifPresent(rule -> signatures.check(s, "rollback/approval", rule, at));
  }

  /** What a run says when it closes is so at the target. */
  void truth(RunEvent.Closed e) {
    if (s.head().playbook().equals(Book.ID)) {
      Truths.check(world.target, s, e.outcome());
    }
  }
}
