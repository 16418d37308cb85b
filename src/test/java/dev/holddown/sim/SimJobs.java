package dev.holddown.sim;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.run.Stats;
import dev.holddown.engine.Jobs;
import dev.holddown.engine.Request;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Does the jobs as events on the one clock. Plays the part of {@code engine.Worker}. */
final class SimJobs implements Jobs {
  private final World world;
  private final SimProcess process;
  private final Acts acts;
  private final Asks asks;
  private final Samplers samplers;
  private final Map<String, Task> running = new HashMap<>();

  /** A job that was started; it looks at {@code cancelled} at each point where a thread would. */
  static final class Task {
    final String run;
    final Job job;
    boolean cancelled;

    Task(String run, Job job) {
      this.run = run;
      this.job = job;
    }
  }

  SimJobs(World world, SimProcess process) {
    this.world = world;
    this.process = process;
    this.acts = new Acts(world, process);
    this.asks = new Asks(world, process);
    this.samplers = new Samplers(world, process, acts);
  }

  @Override
  public void start(RunState state, Job job) {
    process.port("start of a job");
    String run = state.head().run();
    world.history.add("jobs", "start ", run, " ", job.id());
    Task task = new Task(run, job);
    Task before = running.put(run + "|" + job.id(), task);
    if (before != null && !before.cancelled && job.work() instanceof Job.Work.Look) {
      throw new Alarm("rule 1", "job " + job.id() + " of run " + run + " was started twice");
    }
    process.local(world.chance.between(0, 3), () -> begin(task));
  }

  private void begin(Task task) {
    Optional<RunState> state = process.state(task.run);
    if (task.cancelled || state.isEmpty()) {
      return;
    }
    RunState s = state.get();
    switch (task.job.work()) {
      case Job.Work.Ask ask -> asks.ask(task, ask);
      case Job.Work.Perform perform -> acts.perform(task, perform);
      case Job.Work.LookAfter look -> acts.lookAfter(task, look);
      case Job.Work.Stop stop -> acts.stop(stop);
      case Job.Work.Look look -> samplers.start(task, look.watch());
      case Job.Work.Measure measure -> process.local(2_000, () -> measured(s, measure));
      case Job.Work.FindWayBack find -> process.local(500, () -> wayBack(s));
      case Job.Work.Wake wake -> {}
      case Job.Work.Person person -> {}
      case Job.Work.Lock lock -> {}
      case Job.Work.Child child ->
          process.local(
              world.chance.between(1, 50),
              () -> {
                process.port("before a run is started");
                Request start = new Request.StartChild(task.run, child.key(), child.run());
                process.post(start, reply -> {});
              });
    }
  }

  /** Every call is cut, every look ends. */
  void stopAll() {
    running
        .values()
        .forEach(task -> {
          task.cancelled = true;
          acts.cancelled(task);
        });
    running.clear();
  }

  private void measured(RunState s, Job.Work.Measure measure) {
    boolean errs = world.fault(Faults.Kind.ASK_ERRS);
    post(
        s,
        new RunCommand.FreezeBaseline(
            measure.metric(),
            errs ? Optional.empty() : Optional.of(new Stats(0.1, 0.01, 60)),
            errs ? "the provider did not answer" : "60 samples"));
  }

  private void wayBack(RunState s) {
    boolean errs = world.fault(Faults.Kind.ASK_ERRS);
    Map<String, Object> to = errs ? Map.of() : Map.of("version", world.target.read("version"));
    post(s, new RunCommand.FreezeWayBack(to, !errs, errs ? "no answer" : "it is live now"));
  }

  private void post(RunState s, RunCommand command) {
    process.post(new Request.ForRun(s.head().run(), command, Actor.engine()), reply -> {});
  }

  @Override
  public void cancel(String run, String jobId) {
    Task task = running.remove(run + "|" + jobId);
    if (task != null) {
      task.cancelled = true;
      acts.cancelled(task);
    }
  }

  @Override
  public void forget(String run) {
    running.values().stream().filter(t -> t.run.equals(run)).forEach(t -> t.cancelled = true);
    running.keySet().removeIf(key -> key.startsWith(run + "|"));
  }

  /** What a text of the playbook stands for in a run. */
  /** Whether what the text stands for is known by now. */
  static boolean isBound(RunState s, String text) {
    return !text.equals(Lines.BACK) || s.wayBack().get("version") != null;
  }

  static String bound(RunState s, String text) {
    return switch (text) {
      case Lines.CANDIDATE -> String.valueOf(s.head().inputs().get("version"));
      case Lines.BACK -> String.valueOf(s.wayBack().get("version"));
      default -> text;
    };
  }

  static Node node(RunState s, String key) {
    return s.plan().node(key).orElseThrow();
  }
}
