package dev.holddown.sim;

import dev.holddown.domain.kernel.Digest;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Lane;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.Plan;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks on and throws an {@link Alarm} when an invariant is broken. Never changes anything. */
final class Oracles {
  private static final int EVENTS_MAX = 4_000;
  private static final int COMPARED_EVERY = 64;
  private static final Duration DECIDES_WITHIN =
      Book.SUSTAINED.plus(Book.EVERY.multipliedBy(2)).plusSeconds(3);
  private static final Duration ROLLS_BACK_WITHIN = Duration.ofSeconds(15);

  /** Names are put together once: there are millions of events. */
  private static final ClassValue<String> EVENT_NAMES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return "event " + type.getSimpleName();
        }
      };

  private final World world;
  private final Map<String, RunRules> runs = new LinkedHashMap<>();
  private final Locks locks = new Locks();
  private final Map<String, Long> breachSince = new HashMap<>();
  private final Map<String, Long> turned = new HashMap<>();
  private final Map<String, Plan> plans = new HashMap<>();
  private final Map<String, Long> landsUntil = new HashMap<>();
  private final Map<String, Integer> intents = new HashMap<>();
  private final Set<String> failed = new HashSet<>();
  private long turns;

  Oracles(World world) {
    this.world = world;
  }

  /** The playbook of this history, and those of the runs that it starts. */
  void plan(Playbook of) {
    plans.put(Digest.of(of.id()).hex(), Plan.of(of));
    of.runbooks().values().forEach(this::plan);
  }

  private Plan plan(Entry first) {
    String digest = ((RunEvent.Started) first.event()).playbook();
    return Optional.ofNullable(plans.get(digest)).orElseThrow();
  }

  /** The runs as the log tells them. */
  Map<String, RunRules> runs() {
    return runs;
  }

  private RunRules rules(String run) {
    return Optional.ofNullable(runs.get(run))
        .orElseThrow(() -> new Alarm("I02", "run " + run + " is not in the log"));
  }

  // --- the log ---

  void committed(EventStore.Append append, Machine machine) {
    List<Entry> entries = append.entries();
    if (append.run().equals(Governance.LOG)) {
      world.freezes.committed(entries);
      return;
    }
    for (Entry entry : entries) {
      if (entry.event() instanceof RunEvent.Intended e) {
        intents.merge(e.act().op(), 1, Integer::sum);
        failed.remove(e.act().op());
        Instant until = e.act().deadline().plus(Acts.GRACE);
        // a node whose clock is behind the log's last event takes the time of that for now
        Instant life = machine.now().plus(Duration.between(entry.at(), until));
        Instant lands = until.isBefore(life) ? until : life;
        landsUntil.put(e.act().op(), machine.when(lands) + 20);
      }
      world.history.add(append.run(), entry.event(), " (", entry.actor(), ")");
      world.history.sometimes(EVENT_NAMES.get(entry.event().getClass()));
    }
    RunRules rules = runs.get(append.run());
    int from = 0;
    if (rules == null) {
      rules = new RunRules(world, locks, plan(entries.getFirst()), entries.getFirst());
      runs.put(append.run(), rules);
      from = 1;
      if (append.expected() != 0) {
        throw new Alarm("I09", "run " + append.run() + " begins at " + append.expected());
      }
    } else if (append.expected() != rules.state().version()) {
      throw new Alarm("I09", "run " + append.run() + " goes on at " + append.expected());
    }
    settledInTime(rules.state(), entries);
    rules.committed(entries.subList(from, entries.size()), machine);
    if (rules.state().version() > EVENTS_MAX) {
      throw new Alarm("L35", "run " + append.run() + " spins: " + EVENTS_MAX + " events");
    }
  }

  /** Forward nothing is taken for settled as long as it may land, whatever any clock says. */
  private void settledInTime(RunState s, List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry.event() instanceof RunEvent.Settled e && !s.plan().inRollback(e.key())) {
        long until = landsUntil.getOrDefault(e.op(), 0L) - 40;
        if (world.time.nowMillis() < until) {
          throw new Alarm("late", e.op() + " is settled though it may land until " + until);
        }
      }
    }
  }

  // --- samples ---

  void delivers(String run, String watch, Reading truth) {
    RunRules rules = runs.get(run);
    if (rules != null) {
      rules.samples().delivered(watch, truth);
    }
  }

  // --- the target ---

  /** It was begun late, and may land until that moment of the history. */
  void sent(String op, long until) {
    landsUntil.merge(op, until + 20, Math::max);
  }

  /** The log says that it was not done, and will not be. */
  void failed(String op) {
    if (intents.getOrDefault(op, 0) > 1) {
      return; // an earlier attempt of the same act may land all the same
    }
    if (world.target.lookup(op).orElse(false)) {
      throw new Alarm("I04", op + " is said to have failed, and is done");
    }
    failed.add(op);
  }

  void arrives(Target.Order order) {
    if (!world.store.holdsIntent(order.op())) {
      throw new Alarm("I01", order.op() + " has an effect before its intent is durable");
    }
    Long until = landsUntil.get(order.op());
    if (until != null && world.time.nowMillis() > until) {
      throw new Alarm("late", order.op() + " arrives though it can no longer land");
    }
  }

  /**
   * The target did not refuse it. A copy of a request whose token is old hears the same no as the
   * first, however late it comes: nothing came of it, so that it rightly counts as failed.
   */
  void accepted(Target.Order order) {
    if (failed.contains(order.op()) && !order.aim().field().equals("farm")) {
      throw new Alarm("I04", order.op() + " arrives though it was said to have failed");
    }
  }

  void applied(Target.Order order, int times) {
    RunRules of = runs.get(order.run());
    if (of != null && !of.state().lockHeld() && !order.aim().field().startsWith("message.")) {
      if (!overtaken(of.state())) {
        throw new Alarm("I12", order.op() + " lands after its run let go of the lock");
      }
      world.history.sometimes("an act landed after its run was overtaken");
    }
    boolean message = order.aim().field().startsWith("message."); // at least once
    if (times > 1 && !order.back() && !order.key().isEmpty() && !message) {
      RunRules rules = rules(order.run());
      boolean undone = world.target.tampered(order.aim().field());
      if (!rules.knewLanded(order.logical()) && !undone) {
        throw new Alarm("I03", order.op() + " was done again though it had landed before");
      }
      world.history.sometimes("an act was rightly done again");
    }
  }

  /** Its lock was taken by a way back that is still under way and will look once more. */
  private boolean overtaken(RunState of) {
    boolean back =
        runs.values().stream()
            .map(RunRules::state)
            .anyMatch(s -> s.head().mode() == RunHead.Mode.ROLLBACK && s.lockHeld());
    return of.phase() == Phase.ABORTING && back;
  }

  boolean rollbackDecided(Target.Order order) {
    RunRules rules = runs.get(order.run());
    return rules != null && rules.state().rollbackCause().isPresent();
  }

  // --- the process ---

  void starting() {
    runs.values().forEach(rules -> rules.samples().starting());
  }

  void recovered(SimProcess process) {
    runs.values().forEach(rules -> rules.samples().restarted(process.machine().now()));
    runs.forEach((id, rules) -> {
      if (!rules.state().closed()) {
        Optional<RunState> live = process.state(id);
        live.ifPresent(rules.samples()::turned);
        // a version before this one knows more of its own events than it wrote
        if ((live.isPresent() || !world.cluster.several()) && !process.older()) {
          same(id, live.orElse(null), rules.state());
        }
      }
    });
  }

  /** After each turn of the engine. */
  void turned(SimProcess process) {
    turns++;
    process
        .states()
        .forEach((id, state) -> {
          RunState logged = rules(id).state();
          if (world.cluster.several() && state.version() < logged.version()) {
            return; // somebody spoke at another node, and this one will hear of it
          }
          if (state.version() != logged.version()) {
            throw new Alarm(
                "I07",
                id
                    + " is at "
                    + state.version()
                    + " in memory, "
                    + logged.version()
                    + " in the log");
          }
          if (turns % COMPARED_EVERY == 0 && !process.older()) {
            same(id, state, logged);
          }
          if (!state.closed() && turned.getOrDefault(id, 0L) != state.version()) {
            turned.put(id, state.version());
            List<Job> todo = Run.todo(state, process.machine().now());
            waits(process, id, todo);
            if (todo.isEmpty()) {
              throw new Alarm(
                  "L35", "run " + id + " is " + state.phase() + " and has nothing to do");
            }
            rules(id).samples().turned(state);
          }
        });
  }

  /** What waits for a moment is woken then, also by a process that has just begun. */
  private void waits(SimProcess process, String id, List<Job> todo) {
    Instant soon = process.machine().now().plusMillis(250);
    for (Job job : todo) {
      Instant at = job.notBefore().orElse(Instant.MAX);
      Instant due = at.isAfter(soon) ? at : soon;
      boolean wakes = process.wakesAt().filter(w -> !w.isAfter(due)).isPresent();
      if (job.lane() == Lane.TIME && job.notBefore().isPresent() && !wakes) {
        throw new Alarm("I33", "run " + id + " waits for " + at + " and nobody wakes it");
      }
    }
  }

  private void same(String id, @org.jspecify.annotations.Nullable RunState live, RunState logged) {
    boolean sane = world.mutant == Mutant.NONE; // a broken plan has other things to do
    Snapshot then = Snapshot.of(logged, logged.lastAt(), sane);
    Optional<Snapshot> now =
        Optional.ofNullable(live).map(state -> Snapshot.of(state, logged.lastAt(), sane));
    if (now.filter(then::equals).isEmpty()) {
      String memory = now.map(Snapshot::toString).orElse("nothing");
      throw new Alarm("I07", id + " is in memory\n" + memory + "\nand in the log\n" + then);
    }
  }

  /** Each second: what has to have happened by now. */
  void secondPassed(SimProcess process) {
    if (!process.up()) {
      return;
    }
    long now = world.time.nowMillis();
    process
        .states()
        .forEach((id, state) -> {
          if (state.version() < rules(id).state().version()) {
            return;
          }
          if (state.phase() == Phase.FORWARD) {
            state.plan().watches().keySet().forEach(watch -> decides(process, id, state, watch));
          }
          boolean back = state.phase() == Phase.ROLLING_BACK;
          // a node that is not the owner may tell an earlier time; nobody knew of it before
          long since = Math.max(rules(id).backSince(), world.cluster.calmFrom());
          since = Math.max(since, process.machine().when(state.rollbackAt()));
          if (back && !rules(id).beganBack() && since + ROLLS_BACK_WITHIN.toMillis() < now) {
            throw new Alarm(
                "L34", "run " + id + " decided to roll back and does nothing since " + since);
          }
        });
  }

  private void decides(SimProcess process, String run, RunState state, String watch) {
    long now = world.time.nowMillis();
    String key = run + "|" + watch;
    if (!watch.equals("errors")
        || !state.watch(watch).armed()
        || !world.metrics.breaches(watch, now)) {
      breachSince.remove(key);
      return;
    }
    long since = breachSince.computeIfAbsent(key, k -> now);
    since = Math.max(since, world.cluster.calmFrom());
    since = Math.max(since, process.machine().when(state.watch(watch).armedAt()));
    since = Math.max(since, world.metrics.troubleAt() + Book.EVERY.toMillis());
    if (since + DECIDES_WITHIN.toMillis() < now
        && !state.watch(watch).fired().containsKey("breach")) {
      throw new Alarm("L34", "watch " + watch + " of run " + run + " breaches since " + since);
    }
  }

  // --- the end ---

  /** When nothing is under way any more. */
  void finished(boolean encoded) {
    RunRules last = null;
    for (RunRules rules : runs.values()) {
      RunState state = rules.state();
      String id = state.head().run();
      if (!state.closed()) {
        throw new Alarm(
            "L35", id + " is still " + state.phase() + "; " + Run.todo(state, state.lastAt()));
      }
      List<Entry> log = world.store.onDisk(id);
      same(id, Run.fold(log, state.plan()), state);
      if (encoded) {
        Replayed.check(log, state.plan(), state, state.lastAt());
      }
      world.history.sometimes("outcome " + state.outcome().orElseThrow());
      boolean acted = rules.touched() && state.head().playbook().equals(Book.ID);
      last = acted && (last == null || rules.lockedAt() > last.lockedAt()) ? rules : last;
    }
    if (last != null) {
      Outcome outcome = last.state().outcome().orElseThrow();
      if (outcome == Outcome.ROLLED_BACK || outcome == Outcome.SUCCEEDED) {
        last.truth(new RunEvent.Closed(outcome, "at the end"));
      }
    }
  }
}
