package dev.holddown.engine;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.run.Governance;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Lane;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.Claims;
import dev.holddown.engine.port.Ports;
import dev.holddown.engine.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Load, decide, append, do. One thread at a time may use it ({@link Mailbox} is that thread);
 * {@link #states()} may be read by any. Requests of one call are one transaction. It works on the
 * runs of its {@link Holdings}; a person's word on any other run is appended here, and followed up
 * by the node that owns it. What only waits is not kept in memory.
 */
public final class Engine {
  /** A run whose moment is so near is kept in memory. */
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Ports ports;
  private final Jobs jobs;
  private final Rules rules;
  private final Holdings holdings;
  private final Loader loader;
  private final Drafts drafts;
  private final Rounds rounds;
  private final Agenda agenda;
  private final Changes changes;
  private final LiveRuns live = new LiveRuns();
  private final Samples samples;

  /** The only node of its store. */
  public Engine(Ports ports, Jobs jobs, String node) {
    this(ports, jobs, node, Holdings.sole());
  }

  /** One node of several. */
  public Engine(Ports ports, Jobs jobs, String node, Holdings holdings) {
    this(ports, jobs, node, holdings, Rules.OF_RUN);
  }

  /** With rules of one's own, for the simulator. */
  public Engine(Ports ports, Jobs jobs, String node, Holdings holdings, Rules rules) {
    this.ports = ports;
    this.jobs = jobs;
    this.rules = rules;
    this.holdings = holdings;
    this.loader = new Loader(ports);
    this.drafts = new Drafts(ports, loader, node, holdings, rules);
    this.rounds = new Rounds(ports, drafts, this::state, loader::state);
    this.agenda = new Agenda(ports.store());
    this.changes = new Changes(ports.store());
    this.samples = new Samples(ports, live, holdings);
  }

  /**
   * Begins. The only node takes over every run that is not closed: when they are few, before it
   * returns, else at the next wakes, the most urgent first, so that commands are taken meanwhile.
   * There is no other recovery: todo says what goes on.
   */
  public void recover() {
    drafts.newEpoch();
    long head = ports.store().head();
    holdings.begin(head);
    changes.begin(head);
    if (holdings.isSole()) {
      // once and for all runs: a clock set on later would end the wait for what is in flight
      lastEvent(head).ifPresent(ports.passing().notBefore());
      takeOver(holdings.partitions());
    }
  }

  private Optional<Instant> lastEvent(long head) {
    return ports.store().changedSince(Math.max(0, head - 1), 1).stream()
        .flatMap(change -> ports.store().read(change.run()).stream())
        .map(stored -> stored.entry().at())
        .max(Instant::compareTo);
  }

  private void takeOver(Set<Integer> partitions) {
    Set<String> queued = agenda.takeOver(partitions);
    if (agenda.isSmall()) {
      bring(agenda.takeAll());
    }
    process(drafts.leftovers(queued, this::state));
  }

  /** States of the runs in memory, and of those that closed here lately. */
  public Map<String, RunState> states() {
    return live.published();
  }

  /** The state of any run; from the store when it is not in memory. For platform threads. */
  public Optional<RunState> state(String run) {
    Optional<RunState> here = live.find(run).map(found -> found.state);
    return here.isPresent() ? here : loader.state(run);
  }

  /** Whether an act for a run may start now; safe from any thread. */
  boolean mayAct(String run) {
    return Optional.ofNullable(live.published().get(run))
        .filter(state -> holdings.mayAct(state.head().lock()))
        .isPresent();
  }

  // --- requests ---

  /**
   * Decides and appends all requests in one durable transaction, and starts what follows. What
   * somebody else was faster with is decided again.
   *
   * @throws StoreException when the store failed: nothing more is taken
   */
  public List<Request.Reply> process(List<Request> requests) {
    bring(missing(requests));
    Rounds.Outcome outcome = rounds.process(requests, samples::completed);
    publish(outcome.after());
    follow(outcome.after().keySet());
    if (requests.stream().anyMatch(Request.Govern.class::isInstance)) {
      tellAll();
    }
    return outcome.replies();
  }

  /** Runs that a request is for and that are not in memory. */
  private List<String> missing(List<Request> requests) {
    List<String> runs = new ArrayList<>();
    for (Request request : requests) {
      if (request instanceof Request.ForRun order
          && live.find(order.run()).isEmpty()
          && !live.published().containsKey(order.run())) {
        runs.add(order.run());
      }
    }
    return runs;
  }

  /** Brings open runs of ours into memory; whoever owned them before does so no more. */
  private void bring(Collection<String> runs) {
    if (runs.isEmpty()) {
      return; // as in nearly every turn
    }
    List<Live> brought = new ArrayList<>();
    Map<Live, Long> takenOver = new LinkedHashMap<>();
    drafts.begin(); // an epoch that is raised over a row from before would be the owner's own
    for (String id : new HashSet<>(runs).stream().filter(r -> live.find(r).isEmpty()).toList()) {
      loader
          .load(id)
          .filter(found -> !found.state().over() && holdings.owns(found.state().head().lock()))
          .ifPresent(found -> {
            Live run = live.bring(found, loader.lastSeen(found.state()));
            brought.add(run);
            jobs.prepare(run.state);
            boolean others = found.ownedAt() <= holdings.since(found.state().head().lock());
            if (holdings.isSole() && others) {
              ports.passing().notBefore().accept(run.lookedAfterUntil(true));
            }
            if (found.state().lockHeld() && others) {
              takenOver.put(run, found.ownedAt());
            }
          });
    }
    // how far the clock is ahead is known when it has been told of every last event
    List<Request> takeovers = new ArrayList<>();
    takenOver.forEach((run, ownedAt) -> {
      Instant looked = run.lookedAfterUntil(holdings.isSole());
      RunCommand own = drafts.own(run.state, looked, ownedAt);
      takeovers.add(new Request.ForRun(run.state.head().run(), own, Actor.engine()));
    });
    if (!takeovers.isEmpty()) {
      process(takeovers);
    }
    Set<String> reconciled = new HashSet<>();
    takeovers.forEach(request -> reconciled.add(((Request.ForRun) request).run()));
    brought.removeIf(run -> !live.has(run)); // somebody else was faster to take it over
    for (Live run : brought) {
      if (!reconciled.contains(run.state.head().run())) {
        reconcile(run);
      }
      boolean late = run.wake.filter(at -> at.isBefore(now().plus(SOON))).isPresent();
      run.wake = late ? Optional.of(now()) : run.wake;
    }
  }

  /** Queued runs follow when a lock became free, and linked runs when a run was handed over. */
  private void follow(Set<String> touched) {
    List<Request> requests = new ArrayList<>();
    for (String run : live.withStarters(touched)) {
      RunState state = live.published().get(run);
      if (state != null && holdings.owns(state.head().lock())) {
        requests.addAll(drafts.followers(state, this::state));
      }
    }
    if (!requests.isEmpty()) {
      process(requests);
    }
  }

  private void publish(Map<String, RunState> states) {
    states.forEach((id, state) -> {
      changes.wrote(id, state.version());
      if (!holdings.owns(state.head().lock())) {
        drop(id);
        return;
      }
      boolean isNew = live.find(id).isEmpty();
      Live run = live.put(state);
      if (isNew && !state.over()) {
        jobs.prepare(state);
      }
      reconcile(run);
    });
  }

  /** What holds for every run has changed: some may go on now. */
  private void tellAll() {
    List<Request> ticks =
        drafts.governing().ticks(holdings, run -> live.find(run).map(Engine::tick));
    if (!ticks.isEmpty()) {
      process(ticks);
    }
  }

  // --- jobs ---

  /** Starts what is to do and does not run, and cancels what runs and is no longer to do. */
  private void reconcile(Live run) {
    Instant now = now();
    String id = run.state.head().run();
    List<Job> todo = rules.todo(run.state, now);
    Set<String> wanted = new HashSet<>();
    run.wake = Optional.empty();
    for (Job job : todo) {
      if (job.lane() == Lane.TIME) {
        job.notBefore().ifPresent(at -> run.wakeAt(at, now));
      } else if (job.lane() != Lane.PERSON) {
        wanted.add(job.id());
        if (run.running.add(job.id())) {
          jobs.start(run.state, job);
        }
      }
    }
    run.running.removeIf(started -> {
      boolean over = !wanted.contains(started);
      if (over) {
        jobs.cancel(id, started);
      }
      return over;
    });
    if (run.state.over()) {
      jobs.forget(id);
      live.close(id);
    } else {
      boolean soon = run.wake.filter(at -> at.isBefore(now.plus(SOON))).isPresent();
      boolean onlyWaits = Index.onlyWaits(todo) && run.running.isEmpty() && !soon;
      live.waits(run, onlyWaits).ifPresent(this::sleep);
    }
  }

  /** A run that only waits leaves the memory; its samples are safe before that. */
  private void sleep(Live run) {
    String id = run.state.head().run();
    samples.flush(id);
    jobs.forget(id);
    live.remove(id);
    agenda.sleeps(id, run.wake, now());
  }

  /** Ends all work on a run that is not ours, or no longer. */
  private void drop(String id) {
    live.find(id)
        .ifPresent(run -> {
          run.running.forEach(job -> jobs.cancel(id, job));
          jobs.forget(id);
        });
    live.remove(id);
  }

  // --- time ---

  /** The next moment at which {@link #wake} has something to do. */
  public Optional<Instant> nextWake() {
    Optional<Instant> next = Agenda.earlier(live.nextWake(), agenda.next());
    return holdings.isSole() ? next : Agenda.earlier(next, Optional.of(changes.next()));
  }

  /** Tells every run whose moment has come that time passed, and looks at what others did. */
  public void wake() {
    if (!holdings.isSole()) {
      handOver();
      changed(changes.byOthers(now()));
    }
    bring(agenda.due(holdings.partitions(), now()));
    Instant now = now();
    List<Live> due =
        live.all().stream()
            .filter(run -> run.wake.filter(at -> !at.isAfter(now)).isPresent())
            .toList();
    if (due.isEmpty()) {
      return;
    }
    process(due.stream().map(Engine::tick).toList());
    for (Live run : due) {
      live.find(run.state.head().run()).ifPresent(this::reconcile);
    }
  }

  private static Request tick(Live run) {
    return new Request.ForRun(
        run.state.head().run(), new RunCommand.Tick(Map.copyOf(run.lastOk)), Actor.engine());
  }

  // --- other nodes ---

  /**
   * Lets go of the partitions that were lost, and takes over those that were gained. What is gained
   * is asked for first: one that is lost and had again meanwhile is let go of now and taken over at
   * the next wake, never the other way round.
   */
  private void handOver() {
    List<Holdings.Held> had = holdings.takeGained();
    List<Claims.Claim> lost = holdings.takeLost();
    if (!lost.isEmpty()) {
      Set<Integer> partitions = new HashSet<>();
      lost.forEach(claim -> partitions.add(claim.partition()));
      live.all().stream()
          .filter(run -> partitions.contains(Claims.partition(run.state.head().lock())))
          .forEach(run -> drop(run.state.head().run()));
      flushSamples();
      holdings.letGo(lost);
    }
    Set<Integer> gained = new HashSet<>();
    had.stream().filter(holdings::holds).forEach(held -> gained.add(held.claim().partition()));
    if (!gained.isEmpty()) {
      takeOver(gained);
    }
  }

  /** Runs that somebody changed at another node: ours are followed up here. */
  private void changed(List<String> runs) {
    if (runs.contains(Governance.LOG)) {
      drafts.governing().reload();
      tellAll();
    }
    for (String id : runs) {
      if (ports.store().find(id).filter(row -> holdings.owns(row.lock())).isPresent()) {
        loader.state(id).filter(live::isNewer).ifPresent(this::changed);
      } else {
        follow(Set.of(id));
      }
    }
  }

  private void changed(RunState newer) {
    String id = newer.head().run();
    drafts.begin();
    drafts.contested(newer.head().lock());
    if (newer.over() || live.find(id).isPresent()) {
      publish(Map.of(id, newer));
    } else {
      bring(List.of(id));
    }
    follow(Set.of(id));
  }

  // --- samples ---

  /** An observation; what was seen before is filled in when it is decided. */
  public Request observed(String run, String watch, Reading reading, Optional<String> evidence) {
    return new Request.ForRun(
        run,
        new RunCommand.Observe(watch, reading, Optional.empty(), evidence),
        Actor.watch(watch));
  }

  /** Keeps the samples gathered since the last call; the caller chooses the pace. */
  public void flushSamples() {
    samples.flush();
  }

  /** The newest sample of a watch; safe from any thread. */
  public Optional<Instant> lastSeen(String run, String watch) {
    return live.lastSeen(run, watch);
  }

  private Instant now() {
    return ports.passing().clock().instant();
  }
}
