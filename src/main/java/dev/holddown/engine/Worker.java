package dev.holddown.engine;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.playbook.Probe;
import dev.holddown.domain.run.Finding;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.Purpose;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.Ports;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Does the jobs, each lane on threads of its own; what comes of them goes back as commands. */
public final class Worker implements Jobs {
  private static final Logger LOG = System.getLogger(Worker.class.getName());

  private static final int READ_BACKS_MAX = 30;
  private static final Duration READ_BACK_EVERY = Duration.ofSeconds(1);

  private final Mail mail;
  private final Lanes lanes;
  private final Ports ports;
  private final Tools tools;
  private final Looks looks;
  private final Warmth warmth;
  private final Map<String, Future<?>> running = new ConcurrentHashMap<>();

  /** What jobs are done with. */
  record Tools(
      Asker asker, Performer performer, Baselines baselines, Scopes scopes, RollbackCard card) {}

  public Worker(Ports ports, Mail mail, Lanes lanes, Redactor redactor, RollbackCard card) {
    this.ports = ports;
    this.mail = mail;
    this.lanes = lanes;
    var clock = ports.passing().clock();
    var conditions = ports.outside().conditions();
    Binder binder = new Binder(ports.outside(), redactor);
    Intake intake = new Intake(redactor, ports.blobs());
    Scopes scopes = new Scopes(conditions, new LastGood(ports.store()));
    this.tools =
        new Tools(
            new Asker(binder, conditions, intake, clock, lanes.pause()),
            new Performer(binder, scopes, intake, mail, ports),
            new Baselines(binder, scopes, intake, clock, lanes.pause()),
            scopes,
            card);
    this.warmth = new Warmth(conditions, lanes.forward());
    Watcher watcher = new Watcher(binder, scopes, conditions, intake);
    this.looks = new Looks(watcher, Looks.Told.by(mail), lanes, clock);
  }

  @Override
  public void prepare(RunState state) {
    warmth.of(state);
  }

  @Override
  public void start(RunState state, Job job) {
    String run = state.head().run();
    if (job.work() instanceof Job.Work.Look look) {
      looks.start(run, look.watch());
      return;
    }
    String key = run + "|" + job.id();
    FutureTask<?> task =
        new FutureTask<>(() -> guarded(run, job), null) {
          @Override
          protected void done() {
            running.remove(key, this); // not the one that was started in its place meanwhile
          }
        };
    running.put(key, task);
    lanes.of(job.lane()).execute(task);
  }

  @Override
  public void cancel(String run, String jobId) {
    looks.stop(run, jobId);
    Future<?> future = running.remove(run + "|" + jobId);
    if (future != null) {
      future.cancel(true);
    }
  }

  @Override
  public void forget(String run) {
    looks.forget(run);
    running.keySet().removeIf(key -> key.startsWith(run + "|"));
  }

  /** Ends everything that is under way, at once: this node may act no more. From any thread. */
  public void stopAll() {
    looks.stopAll();
    running.forEach((key, future) -> future.cancel(true));
  }

  private void guarded(String run, Job job) {
    try {
      Optional<RunState> state = mail.state(run);
      if (state.isPresent()) {
        work(state.get(), job.work());
      }
    } catch (InterruptedException e) {
      stopped(run, job);
    } catch (RuntimeException | Error e) {
      // an Error too (a stack or a memory too small, a class that is missing): whoever waits for
      // the job would wait for ever
      LOG.log(Logger.Level.ERROR, "job " + job.id() + " of run " + run + " broke", e);
      broken(run, job, e);
    }
  }

  private void stopped(String run, Job job) {
    if (job.work() instanceof Job.Work.Perform perform) {
      tools.performer().stopped(run, perform.key());
    }
  }

  /** A fault of ours is an answer too: ERRORED, never silence. */
  private void broken(String run, Job job, Throwable e) {
    switch (job.work()) {
      case Job.Work.Ask ask ->
          post(
              run,
              new RunCommand.Answer(
                  ask.key(),
                  ask.purpose(),
                  ask.attempt(),
                  Finding.of(Verdict.ERRORED, "a fault in Holddown: " + e)));
      case Job.Work.Perform perform ->
          tools.performer().broken(run, perform.key(), perform.attempt(), e);
      case Job.Work.LookAfter look ->
          tools.performer().lost(run, look.key(), look.op(), String.valueOf(e.getMessage()));
      case Job.Work.Measure measure ->
          post(
              run,
              new RunCommand.FreezeBaseline(
                  measure.metric(), Optional.empty(), "a fault in Holddown: " + e));
      case Job.Work.FindWayBack find ->
          post(run, new RunCommand.FreezeWayBack(Map.of(), false, "a fault in Holddown: " + e));
      default -> {}
    }
  }

  private void work(RunState s, Job.Work work) throws InterruptedException {
    String run = s.head().run();
    switch (work) {
      case Job.Work.Ask ask -> ask(s, ask);
      case Job.Work.Perform perform ->
          tools.performer().perform(s, node(s, perform.key()), perform.attempt(), lanes.pause());
      case Job.Work.LookAfter look ->
          tools
              .performer()
              .lookAfter(s, node(s, look.key()), look.op(), look.reference(), lanes.pause());
      case Job.Work.Stop stop -> tools.performer().stop(s, node(s, stop.key()), stop.reference());
      case Job.Work.Measure measure -> post(run, tools.baselines().measure(s, measure.metric()));
      case Job.Work.FindWayBack find -> findWayBack(s);
      case Job.Work.Look look -> throw new IllegalStateException("watches look by themselves");
      case Job.Work.Wake wake -> {}
      case Job.Work.Person person -> {}
      case Job.Work.Child child -> mail.post(new Request.StartChild(run, child.key(), child.run()));
      case Job.Work.Lock lock -> {}
    }
  }

  private static Node node(RunState s, String key) {
    return s.plan().node(key).orElseThrow(() -> new IllegalStateException("no item " + key));
  }

  // --- asking ---

  private void ask(RunState s, Job.Work.Ask ask) throws InterruptedException {
    Node node = node(s, ask.key());
    Map<String, Object> scope =
        tools
            .scopes()
            .row(
                tools.scopes().of(s, ports.passing().clock().instant()),
                s,
                node.item().about().each(),
                node.row());
    if (ask.purpose() == Purpose.CHOOSE) {
      post(s.head().run(), choose(s, node, ask, scope));
      return;
    }
    Finding finding = find(s, node, ask.purpose(), scope);
    post(s.head().run(), new RunCommand.Answer(ask.key(), ask.purpose(), ask.attempt(), finding));
  }

  private Finding find(RunState s, Node node, Purpose purpose, Map<String, Object> scope)
      throws InterruptedException {
    if (purpose == Purpose.WHEN) {
      var judged =
          ports.outside().conditions().judge(node.item().about().when().orElseThrow(), scope);
      return Finding.of(judged.verdict(), judged.reason());
    }
    if (node.item() instanceof Item.Runbook runbook && purpose == Purpose.FILL) {
      Playbook of = s.plan().playbook().runbooks().get(runbook.use());
      return of == null
          ? Finding.of(Verdict.ERRORED, "the playbook " + runbook.use() + " is no part of this")
          : tools.asker().inputs(runbook, given -> ports.playbooks().inputs(of, given), scope);
    }
    if (purpose == Purpose.FILL) {
      return tools.asker().computed(node.item(), scope);
    }
    if (node.item() instanceof Item.Rollout) {
      return readBack(s, node);
    }
    Probe probe =
        switch (node.item()) {
          case Item.Check check -> check.probe().orElseThrow();
          case Item.Step step when purpose == Purpose.VERIFY -> step.verify().orElseThrow();
          case Item.Step step when purpose == Purpose.BEFORE -> once(step.done().orElseThrow());
          case Item.Step step -> step.done().orElseThrow();
          default -> throw new IllegalStateException(node.key() + " asks nothing");
        };
    return tools.asker().ask(probe, scope);
  }

  /** A router may need a moment before it shows what it was told. */
  private Finding readBack(RunState s, Node node) throws InterruptedException {
    Finding finding = tools.performer().readBack(s, node);
    for (int i = 1; i < READ_BACKS_MAX && !finding.verdict().passed(); i++) {
      lanes.pause().pause(READ_BACK_EVERY);
      finding = tools.performer().readBack(s, node);
    }
    return finding;
  }

  /** Before acting nobody waits for the state to come about by itself. */
  private static Probe once(Probe probe) {
    return probe.once();
  }

  private RunCommand choose(RunState s, Node node, Job.Work.Ask ask, Map<String, Object> scope)
      throws InterruptedException {
    List<Item.Case> cases =
        switch (node.item()) {
          case Item.Choose choose -> choose.cases();
          case Item.Check check -> check.otherwise();
          default -> List.of();
        };
    Probe probe =
        node.item() instanceof Item.Choose choose
            ? choose.probe()
            : ((Item.Check) node.item()).probe().orElseThrow();
    return new Cases(tools.asker(), ports.outside().conditions())
        .choose(ask.key(), ask.attempt(), probe, cases, scope);
  }

  // --- the way back ---

  private void findWayBack(RunState s) {
    RunCommand command = new FindWayBack(tools.scopes(), ports).of(s);
    post(s.head().run(), command);
    if (command instanceof RunCommand.FreezeWayBack frozen && frozen.known()) {
      mail.state(s.head().run()).ifPresent(state -> tools.card().write(state, frozen.to()));
    }
  }

  private void post(String run, RunCommand command) {
    mail.post(new Request.ForRun(run, command, Actor.engine()));
  }
}
