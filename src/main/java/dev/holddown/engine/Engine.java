package dev.holddown.engine;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Lane;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.port.EventStore;
import dev.holddown.engine.port.Ports;
import dev.holddown.engine.port.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Load, decide, append, do. One thread at a time may use it ({@link Mailbox} is that thread); the
 * states of {@link #states()} may be read by any. Requests of one call are one transaction.
 */
public final class Engine {
  /** How soon a moment that has passed without effect is looked at again. */
  private static final Duration AGAIN = Duration.ofMillis(200);

  private final Ports ports;
  private final Jobs jobs;
  private final Rules rules;
  private final Drafts drafts;
  private final Map<String, Live> live = new TreeMap<>();
  private final Map<String, RunState> published = new ConcurrentHashMap<>();
  private final Map<String, Instant> seen = new ConcurrentHashMap<>();
  private final List<EventStore.Sample> samples = new ArrayList<>();
  private boolean broken;

  public Engine(Ports ports, Jobs jobs, String node) {
    this(ports, jobs, node, Rules.OF_RUN);
  }

  /** With rules of one's own, for the simulator. */
  public Engine(Ports ports, Jobs jobs, String node, Rules rules) {
    this.ports = ports;
    this.jobs = jobs;
    this.rules = rules;
    this.drafts = new Drafts(ports, node, rules);
  }

  /**
   * Takes over every run that is not closed. There is no other recovery: todo says what goes on.
   */
  public void recover() {
    drafts.newEpoch();
    for (EventStore.IndexRow row : ports.store().open()) {
      Live run = new Live(drafts.load(row.run()));
      for (EventStore.Sample sample : ports.store().latest(row.run())) {
        newestSeen(sample, run.state.startedAt())
            .ifPresent(at -> {
              run.lastSeen.put(sample.watch(), at);
              seen.put(row.run() + "|" + sample.watch(), at);
            });
      }
      live.put(row.run(), run);
      published.put(row.run(), run.state);
    }
    live.values().stream()
        .map(run -> lastSeen(run))
        .max(Instant::compareTo)
        .ifPresent(ports.passing().notBefore());
    List<Request> takeovers = new ArrayList<>();
    live.forEach((id, run) -> {
      if (run.state.lockHeld()) {
        takeovers.add(new Request.ForRun(id, drafts.own(run.state, lastSeen(run)), Actor.engine()));
      }
    });
    process(takeovers);
    List.copyOf(live.values()).forEach(this::reconcile);
    process(drafts.leftovers(published.values()));
  }

  /** The newest sample may be an error; what was seen before it is looked for then. */
  private Optional<Instant> newestSeen(EventStore.Sample newest, Instant since) {
    if (newest.reading().kind() == Reading.Kind.SEEN) {
      return Optional.of(newest.reading().at());
    }
    return ports.store().samples(newest.run(), newest.watch(), since).stream()
        .map(EventStore.Sample::reading)
        .filter(reading -> reading.kind() == Reading.Kind.SEEN)
        .map(Reading::at)
        .max(Instant::compareTo);
  }

  private static Instant lastSeen(Live run) {
    return run.lastSeen.values().stream()
        .max(Instant::compareTo)
        .filter(seen -> seen.isAfter(run.state.lastAt()))
        .orElse(run.state.lastAt());
  }

  /** States by run, of every run that is not closed, and of those closed since the start. */
  public Map<String, RunState> states() {
    return published;
  }

  /**
   * Decides and appends all requests in one durable transaction, and starts what follows.
   *
   * @throws StoreException when the store failed: nothing more is taken
   */
  public List<Request.Reply> process(List<Request> requests) {
    if (broken) {
      throw new StoreException(
          "the store failed; what was acknowledged is safe. Start Holddown again",
          new IllegalStateException("broken"));
    }
    List<Draft> made = new ArrayList<>();
    Map<String, RunState> ahead = new LinkedHashMap<>();
    for (Request request : requests) {
      made.add(draft(request, ahead));
    }
    List<EventStore.Result> results = commit(made);
    List<Request.Reply> replies = new ArrayList<>();
    int next = 0;
    for (Draft draft : made) {
      boolean wrote = !draft.appends().isEmpty();
      EventStore.Result result = EventStore.Result.ok();
      for (int i = 0; i < draft.appends().size(); i++) {
        EventStore.Result one = results.get(next++);
        result = one.kept() ? result : one;
      }
      replies.add(wrote && !result.kept() ? lost(draft, result) : draft.reply());
    }
    Set<String> touched = new HashSet<>(ahead.keySet());
    publish(made, results, touched);
    follow(touched);
    return replies;
  }

  /** Queued runs follow when a lock became free, and linked runs when a run was handed over. */
  private void follow(Set<String> touched) {
    List<Request> requests = new ArrayList<>();
    for (String run : touched) {
      RunState state = published.get(run);
      if (state != null) {
        requests.addAll(drafts.followers(state, published.values()));
      }
    }
    if (!requests.isEmpty()) {
      process(requests);
    }
  }

  private Draft draft(Request asked, Map<String, RunState> ahead) {
    Request request = completed(asked);
    Draft draft =
        drafts.draft(
            request, run -> ahead.containsKey(run) ? Optional.of(ahead.get(run)) : known(run));
    if (request instanceof Request.ForRun order
        && order.command() instanceof RunCommand.Observe observe) {
      note(order.run(), observe);
    }
    ahead.putAll(draft.after());
    return draft;
  }

  /** What was seen before is known here only: samples of one batch come one after the other. */
  private Request completed(Request request) {
    if (!(request instanceof Request.ForRun order)
        || !(order.command() instanceof RunCommand.Observe observe)) {
      return request;
    }
    Optional<Instant> previous =
        Optional.ofNullable(live.get(order.run())).map(r -> r.lastSeen.get(observe.watch()));
    RunCommand command =
        new RunCommand.Observe(observe.watch(), observe.reading(), previous, observe.evidence());
    return new Request.ForRun(order.run(), command, order.actor());
  }

  private Optional<RunState> known(String run) {
    Live found = live.get(run);
    return found != null ? Optional.of(found.state) : Optional.ofNullable(published.get(run));
  }

  private List<EventStore.Result> commit(List<Draft> made) {
    List<EventStore.Append> appends = made.stream().flatMap(d -> d.appends().stream()).toList();
    if (appends.isEmpty()) {
      return List.of();
    }
    try {
      return ports.store().commit(appends);
    } catch (StoreException e) {
      broken = true;
      throw e;
    }
  }

  /** The version or the lock was not what it was thought to be: what is known is read anew. */
  private Request.Reply lost(Draft draft, EventStore.Result result) {
    drafts.forgetLocks();
    for (String run : draft.after().keySet()) {
      live.remove(run);
      published.put(run, drafts.load(run));
    }
    return Request.Reply.no(draft.reply().run(), "not written: " + result.reason());
  }

  private void publish(List<Draft> made, List<EventStore.Result> results, Set<String> touched) {
    boolean allKept = results.stream().allMatch(EventStore.Result::kept);
    Map<String, RunState> states = new LinkedHashMap<>();
    if (allKept) {
      made.forEach(d -> states.putAll(d.after()));
    } else {
      touched.forEach(run -> states.put(run, drafts.load(run)));
    }
    states.forEach((id, state) -> {
      Live run = live.computeIfAbsent(id, i -> new Live(state));
      boolean turnsBack =
          state.phase() == Phase.ROLLING_BACK && run.state.phase() != Phase.ROLLING_BACK;
      if (turnsBack && ports.outside().space().low()) {
        ports.outside().space().release();
      }
      run.state = state;
      published.put(id, state);
      reconcile(run);
    });
  }

  /** Starts what is to do and does not run, and cancels what runs and is no longer to do. */
  private void reconcile(Live run) {
    Instant now = ports.passing().clock().instant();
    String id = run.state.head().run();
    List<Job> todo = rules.todo(run.state, now);
    Set<String> wanted = new HashSet<>();
    run.wake = Optional.empty();
    for (Job job : todo) {
      if (job.lane() == Lane.TIME) {
        job.notBefore().ifPresent(at -> wakeAt(run, at, now));
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
    if (run.state.closed()) {
      jobs.forget(id);
      seen.keySet().removeIf(key -> key.startsWith(id + "|"));
      live.remove(id);
    }
  }

  private static void wakeAt(Live run, Instant at, Instant now) {
    Instant when = at.isAfter(now) ? at : now.plus(AGAIN);
    if (run.wake.isEmpty() || when.isBefore(run.wake.get())) {
      run.wake = Optional.of(when);
    }
  }

  // --- time ---

  /** The next moment at which {@link #wake} has something to do. */
  public Optional<Instant> nextWake() {
    return live.values().stream().flatMap(r -> r.wake.stream()).min(Instant::compareTo);
  }

  /** Tells every run whose moment has come that time passed. */
  public void wake() {
    Instant now = ports.passing().clock().instant();
    List<Request> ticks = new ArrayList<>();
    for (Live run : List.copyOf(live.values())) {
      if (run.wake.filter(at -> !at.isAfter(now)).isPresent()) {
        ticks.add(tick(run));
      }
    }
    process(ticks);
    for (Request tick : ticks) {
      Live run = live.get(((Request.ForRun) tick).run());
      if (run != null) {
        reconcile(run);
      }
    }
  }

  private static Request tick(Live run) {
    return new Request.ForRun(
        run.state.head().run(), new RunCommand.Tick(Map.copyOf(run.lastOk)), Actor.engine());
  }

  // --- samples ---

  /** An observation; what was seen before is filled in when it is decided. */
  public Request observed(String run, String watch, Reading reading, Optional<String> evidence) {
    return new Request.ForRun(
        run,
        new RunCommand.Observe(watch, reading, Optional.empty(), evidence),
        Actor.watch(watch));
  }

  private void note(String id, RunCommand.Observe observe) {
    Live run = live.get(id);
    Reading reading = observe.reading();
    if (run == null) {
      return;
    }
    samples.add(new EventStore.Sample(id, observe.watch(), reading));
    if (reading.kind() == Reading.Kind.SEEN) {
      run.lastSeen.merge(observe.watch(), reading.at(), (a, b) -> a.isAfter(b) ? a : b);
      seen.put(id + "|" + observe.watch(), run.lastSeen.get(observe.watch()));
      if (reading.breached().isEmpty()) {
        run.lastOk.merge(observe.watch(), reading.at(), (a, b) -> a.isAfter(b) ? a : b);
      }
    }
  }

  /** Keeps the samples gathered since the last call; the caller chooses the pace. */
  public void flushSamples() {
    if (!samples.isEmpty()) {
      ports.store().keep(List.copyOf(samples));
      samples.clear();
    }
  }

  /** The newest sample of a watch; safe from any thread. */
  public Optional<Instant> lastSeen(String run, String watch) {
    return Optional.ofNullable(seen.get(run + "|" + watch));
  }
}
