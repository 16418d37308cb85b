package dev.holddown.domain.run;

import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.RollbackPlan;
import dev.holddown.domain.playbook.Stage;
import dev.holddown.domain.playbook.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What should be going on now. Of a run that is not closed it is never empty. */
final class Todo {
  private final RunState s;
  private final List<Job> jobs = new ArrayList<>();

  private final Instant at;
  private final List<Walk.Working> working;
  private final Optional<Stage> stage;

  private Todo(RunState s, Instant at) {
    this.s = s;
    this.at = at;
    this.working = Walk.working(s, at);
    this.stage = Walk.stage(s);
  }

  /** What was found for a state; the same until the next moment that it waits for. */
  record Found(List<Job> jobs, long version, Instant from, Instant until) {
    boolean holds(RunState s, Instant at) {
      return s.version == version && !at.isBefore(from) && at.isBefore(until);
    }
  }

  /** A state never changes, and is asked for its index row, by the worker and by whoever looks. */
  static List<Job> of(RunState s, Instant at) {
    Found known = s.todo;
    if (known == null || !known.holds(s, at)) {
      known = sinceRest(s, at).orElseGet(() -> find(s, at));
      s.todo = known;
      s.working = null; // nobody asks for it again
    }
    return known.jobs();
  }

  /** What was to do when the state came to rest, which was looked at then, if it is so still. */
  private static Optional<Found> sinceRest(RunState s, Instant at) {
    RunState.Rest rest = s.rest;
    Walk.Found looked = s.working;
    return rest == null || looked == null || !looked.at().equals(rest.at())
        ? Optional.empty()
        : Optional.of(find(s, rest.at())).filter(found -> found.holds(s, at));
  }

  private static Found find(RunState s, Instant at) {
    Todo todo = new Todo(s, at);
    if (s.phase != Phase.CLOSED) {
      todo.all();
    }
    Owed.working(s, at).forEach(todo::job);
    Owed.moments(s).forEach(todo::wake);
    Instant until = Instant.MAX;
    for (Job job : todo.jobs) {
      Instant moment = job.notBefore().orElse(Instant.MAX);
      until = moment.isAfter(at) && moment.isBefore(until) ? moment : until;
    }
    return new Found(List.copyOf(todo.jobs), s.version, at, until);
  }

  private void all() {
    if (s.phase == Phase.QUEUED) {
      jobs.add(new Job("lock", Lane.TIME, Optional.empty(), new Job.Work.Lock(s.queuedBehind)));
      return;
    }
    prepare();
    watches();
    stops();
    working.forEach(this::job);
    Due.ends(s).min(Instant::compareTo).ifPresent(this::wake);
    Signing.expiries(s).min(Instant::compareTo).ifPresent(this::wake);
    Waivers.ends(s).min(Instant::compareTo).ifPresent(this::wake);
    WayBack.escalates(s).ifPresent(this::wake);
    Deferral.until(s).ifPresent(this::wake);
    waivers();
    whole();
  }

  /** Waivers that wait for another person's approval. */
  private void waivers() {
    s.permits.waivers().keySet().stream()
        .filter(item -> s.phase == Phase.FORWARD)
        .forEach(item ->
            Waivers.pending(s, item)
                .filter(w -> s.item(item).status.ended() && !s.item(item).status.good())
                .ifPresent(w ->
                    person(
                        Waivers.key(item),
                        String.join(" or ", Waivers.roles(s, item).orElse(List.of())),
                        "approve waiver "
                            + w.waiver().id()
                            + " of \""
                            + item
                            + "\", owned by "
                            + w.waiver().owner()
                            + " until "
                            + w.waiver().expires()
                            + ": "
                            + w.waiver().reasons().rationale())));
  }

  private void prepare() {
    boolean forward = s.phase == Phase.FORWARD;
    if (forward && s.head.mode() != RunHead.Mode.ROLLBACK) {
      for (String metric : s.plan().baselines().keySet()) {
        ItemState state = s.item(Preparations.BASELINE + metric);
        if (!state.status.ended()) {
          jobs.add(
              job(
                  "baseline/" + metric + "/" + state.attempt,
                  Lane.FORWARD,
                  new Job.Work.Measure(metric)));
        }
      }
    }
    ItemState to = s.item(Preparations.WAY_BACK);
    boolean needed = forward || s.phase == Phase.ROLLING_BACK;
    if (needed && s.plan().playbook().rollback().isPresent() && !to.status.ended()) {
      jobs.add(job("wayback/" + to.attempt, Lane.FORWARD, new Job.Work.FindWayBack()));
    }
  }

  private void watches() {
    s.watches.forEach((key, state) -> {
      boolean declared = s.plan().watch(key).watch().source() instanceof Watch.Source.Declared;
      if (state.armed && !declared) {
        jobs.add(job("watch/" + key, Lane.WATCH, new Job.Work.Look(key)));
      }
      state.fired.forEach((level, firedAt) -> delayed(key, level, firedAt, state));
    });
    Arming.ahead(s, at).forEach(this::wake);
  }

  private void delayed(String key, String level, Instant firedAt, WatchState state) {
    s.plan().watch(key).watch().levels().stream()
        .filter(l -> l.name().equals(level) && state.windows.containsKey(level) && state.armed)
        .flatMap(l -> l.then().stream())
        .filter(
            t -> !t.after().isZero() && !state.done.contains(level + "+" + t.after() + t.deed()))
        .forEach(t -> wake(firedAt.plus(t.after())));
  }

  private void stops() {
    if (s.stops.isEmpty()) {
      return; // as in most runs, and there may be thousands of items
    }
    s.items.forEach((key, item) ->
        item.act
            .filter(a -> s.stops.contains(a.act().op()) && a.open() && !a.reference().isEmpty())
            .ifPresent(a ->
                jobs.add(
                    job(
                        "stop/" + a.act().op(),
                        Lane.ROLLBACK,
                        new Job.Work.Stop(key, a.act().op(), a.reference())))));
  }

  // --- items ---

  private void job(Walk.Working w) {
    String key = w.node().key();
    ItemState i = s.item(key);
    boolean back = s.plan().inRollback(key);
    boolean owed = Owed.isKey(key);
    Lane lane =
        back
            ? Lane.ROLLBACK
            : owed || w.node().item() instanceof Item.Message ? Lane.MESSAGE : Lane.FORWARD;
    boolean frozen = (s.held.isPresent() || Run.full(s)) && !back && !owed;
    switch (w.next()) {
      case Next.Ask ask when !frozen ->
          jobs.add(
              job(
                  "ask/" + id(key, i) + ask.purpose() + "/" + i.asks + "/" + i.tries,
                  lane,
                  new Job.Work.Ask(key, i.attempt, ask.purpose())));
      case Next.Perform perform when !frozen ->
          jobs.add(
              job(
                  "act/" + id(key, i) + i.tries + "." + i.unknowns,
                  lane,
                  new Job.Work.Perform(key, i.attempt)));
      case Next.UnderWay underWay ->
          jobs.add(
              job(
                  "act/" + id(key, i) + i.tries + "." + i.unknowns,
                  lane,
                  new Job.Work.Perform(key, i.attempt)));
      case Next.LookAfter look ->
          jobs.add(
              job(
                  "look/" + look.op(),
                  lane,
                  new Job.Work.LookAfter(key, look.op(), look.reference())));
      case Next.Person person -> person(key, person.who(), person.what());
      case Next.Await await -> wake(await.until());
      case Next.Child child -> child(key, child.run(), child.started());
      case Next.NotYet notYet -> notYet.until().ifPresent(this::wake);
      case Next.Bake bake -> bake(w.node(), i);
      // its moment has come, and nobody told the run yet
      case Next.Automatic automatic when !frozen -> wake(i.retryAt.orElse(s.lastAt));
      default -> {}
    }
  }

  private static String id(String key, ItemState i) {
    return key + "/" + i.attempt + "/" + i.step + "/";
  }

  /** Once it is started, the end of a run comes by itself. */
  private void child(String key, String run, boolean started) {
    jobs.add(
        new Job(
            "child/" + run,
            started ? Lane.TIME : Lane.FORWARD,
            Optional.empty(),
            new Job.Work.Child(key, run)));
  }

  /**
   * A bake whose clock stands and whose watches are not armed would wait for ever: a person is
   * told.
   */
  private void bake(Node node, ItemState i) {
    Baking.due(node, i).ifPresent(this::wake);
    List<String> unarmed =
        Baking.watchKeys(s, node).stream()
            .filter(k -> !s.watch(k).armed && !s.watch(k).over)
            .toList();
    if (!unarmed.isEmpty()) {
      person(
          node.key(),
          "operator",
          "skip it or abort: it looks at "
              + String.join(", ", unarmed)
              + ", which is not armed yet");
    }
    List<String> fired = Baking.firedAndBreaching(s, node);
    if (s.phase == Phase.FORWARD && s.held.isEmpty() && !fired.isEmpty()) {
      person(
          node.key(),
          "operator",
          "skip it, abort or roll back: it does not count while "
              + String.join(", ", fired)
              + " breaches, which fired and does not fire again");
    }
  }

  private void person(String key, String who, String what) {
    jobs.add(job("person/" + key + "/" + who, Lane.PERSON, new Job.Work.Person(key, who, what)));
  }

  private void wake(Instant at) {
    jobs.add(new Job("wake/" + at, Lane.TIME, Optional.of(at), new Job.Work.Wake()));
  }

  private static Job job(String id, Lane lane, Job.Work work) {
    return new Job(id, lane, Optional.empty(), work);
  }

  // --- the run as a whole ---

  private void whole() {
    if (s.phase == Phase.ROLLING_BACK) {
      for (RollbackPlan.Phase phase : Walk.phases(s)) {
        RunState.PlaceState place = s.place(phase.id());
        if (place.open() && !place.overdue()) {
          Due.of(s, phase).ifPresent(due -> wake(due.plusMillis(1)));
        }
      }
    }
    Children.toStart(s).forEach(e -> child(e.getKey(), e.getValue().run(), false));
    boolean proving = s.phase == Phase.ROLLING_BACK && !s.reproved;
    boolean over = s.phase != Phase.FORWARD || stage.isEmpty();
    boolean inside = over && !Children.open(s).isEmpty();
    if (inside) {
      Child first = Children.open(s).getFirst();
      child("run", first.run(), true);
    }
    if (s.phase == Phase.ABORTING || proving) {
      Flights.open(s).forEach(act -> wake(act.act().landsUntil()));
      if (s.others.until().isAfter(s.startedAt)) {
        wake(s.others.until());
      }
    }
    boolean stagesOver = s.phase == Phase.FORWARD && stage.isEmpty();
    boolean phasesOver = s.phase == Phase.ROLLING_BACK && Walk.phases(s).isEmpty();
    boolean ends = (stagesOver || phasesOver) && Undo.over(s) || s.phase == Phase.ABORTING;
    boolean late = ends && s.late.until().isAfter(s.lastAt);
    if (late) {
      wake(s.late.until());
    }
    if (s.proposal.isPresent() && s.phase == Phase.FORWARD) {
      approval();
    }
    if (s.held.isPresent()) {
      person("run", "operator", "resume, abort or roll back; held: " + s.held.get());
    }
    if (Run.full(s)) {
      person("run", "operator", "abort or roll back: the run has " + Run.EVENTS_MAX + " events");
    }
    gateSigner();
    boolean nothing =
        jobs.stream().allMatch(j -> j.lane() == Lane.WATCH || j.work() instanceof Job.Work.Wake);
    Optional<Instant> opens =
        stage
            .filter(st -> s.phase == Phase.FORWARD)
            .flatMap(st -> Due.shut(s, st, at))
            .flatMap(Next.NotYet::until);
    opens.ifPresent(this::wake);
    boolean goesOn = opens.isPresent() || working.stream().anyMatch(w -> byItself(w.next()));
    Optional<Instant> lands = Overtaken.until(s).filter(until -> until.isAfter(s.lastAt));
    lands.ifPresent(this::wake);
    boolean waits = late || lands.isPresent();
    if (s.phase == Phase.FORWARD && nothing && !goesOn && !waits && !inside) {
      person("run", "operator", whatToMend());
    }
    if (s.phase == Phase.ROLLING_BACK) {
      stuckOnTheWayBack();
    }
    boolean ending = s.phase == Phase.ROLLING_BACK || s.phase == Phase.ABORTING;
    boolean looksOnly = jobs.stream().allMatch(j -> j.lane() == Lane.WATCH);
    if (ending && looksOnly && working.isEmpty()) {
      wake(s.lastAt); // the moment that was waited for has come, and nobody told the run yet
    }
  }

  private static boolean byItself(Next next) {
    return next instanceof Next.Await
        || next instanceof Next.Child
        || next instanceof Next.Bake
        || next instanceof Next.NotYet notYet && notYet.until().isPresent();
  }

  private String whatToMend() {
    ItemState to = s.item(Preparations.WAY_BACK);
    return s.head.mode() == RunHead.Mode.ROLLBACK && to.status != ItemStatus.PASSED
        ? "mend and recheck rollback/to, or abort: the way back is not known: " + to.reason
        : "mend and recheck, skip, abort or roll back: "
            + stage.map(st -> EvidenceLedger.why(s, st.id())).orElse("");
  }

  /** What neither passes by itself nor is tried again: a person has to say what becomes of it. */
  private void stuckOnTheWayBack() {
    List<String> stuck =
        working.stream()
            .filter(w -> w.next() instanceof Next.Nothing)
            .map(w -> GoNoGo.verdict(s, w.node()))
            .toList();
    ItemState to = s.item(Preparations.WAY_BACK);
    if (!stuck.isEmpty()) {
      person("run", "operator", "mend and recheck, or skip: " + String.join("; ", stuck));
    }
    if (to.status.ended() && to.status != ItemStatus.PASSED) {
      person("run", "operator", "mend and recheck rollback/to: " + to.reason);
    }
  }

  private void approval() {
    Optional<dev.holddown.domain.playbook.SignRule> rule = Signing.rule(s, WayBack.APPROVAL);
    String run = s.head.run();
    person(
        WayBack.APPROVAL,
        rule.map(r -> SignRules.missing(r, s.item(WayBack.APPROVAL).signatures)).orElse("operator"),
        (rule.isPresent()
                ? "approve the rollback: "
                : "roll back (holddown rollback " + run + ") or decline: ")
            + s.proposal.orElse(""));
  }

  private void gateSigner() {
    stage
        .filter(st -> !Walk.leftOut(s, st))
        .filter(st -> s.phase == Phase.FORWARD && st.gate().flatMap(g -> g.sign()).isPresent())
        .filter(st -> s.plan().stage(st.id()).stream().allMatch(n -> s.item(n.key()).status.good()))
        .ifPresent(st -> {
          var rule = st.gate().orElseThrow().sign().orElseThrow();
          String key = Signing.gateKey(st.id());
          boolean declined = s.item(key).status.ended();
          if (!declined && !SignRules.satisfied(rule, s.item(key).signatures)) {
            person(
                key,
                SignRules.missing(rule, s.item(key).signatures),
                "sign the gate of " + st.title());
            Freshness.ends(s, st).forEach(this::wake);
          }
        });
  }
}
