package dev.holddown.sim;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Token;
import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.run.Act;
import dev.holddown.domain.run.ActState;
import dev.holddown.domain.run.Ending;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Intend, act, tell how it ended. Plays the part of {@code engine.Performer}. */
final class Acts {
  /** How long past its deadline an act may land, as it was asked for. */
  static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration LONG = Duration.ofSeconds(60);

  private final World world;
  private final SimProcess process;
  private final Set<SimJobs.Task> inFlight = new HashSet<>();
  private final Map<SimJobs.Task, Target.Order> sent = new HashMap<>();

  Acts(World world, SimProcess process) {
    this.world = world;
    this.process = process;
  }

  /** Whether a call to the target is under way. */
  boolean underWay() {
    return !inFlight.isEmpty();
  }

  void perform(SimJobs.Task task, Job.Work.Perform perform) {
    Optional<RunState> known = process.state(task.run);
    if (task.cancelled || known.isEmpty()) {
      return;
    }
    RunState s = known.get();
    if (!process.mayAct(task.run)) {
      process.local(100, () -> perform(task, perform));
      return;
    }
    Node node = SimJobs.node(s, perform.key());
    if (node.item() instanceof Item.Step step && !SimJobs.isBound(s, text(step.call()))) {
      refuse(task.run, perform);
      return;
    }
    Target.Aim aim = aim(s, node);
    Duration timeout =
        node.item() instanceof Item.Step step ? step.traits().timeout() : Duration.ofSeconds(10);
    if (world.mutant == Mutant.EFFECT_BEFORE_INTENT && s.lockHeld()) {
      Token token = new Token(s.token().epoch(), s.token().sequence() + 1);
      boolean back = s.plan().inRollback(node.key());
      world.target.arrive(new Target.Order("early/" + node.key() + ".", token, "", aim, back));
    }
    RunCommand intend =
        new RunCommand.Intend(
            perform.key(), perform.attempt(), "set." + aim.field(), timeout, GRACE);
    process.post(
        new Request.ForRun(task.run, intend, Actor.engine()),
        reply -> {
          Optional<Act> act = reply.accepted() ? intended(task.run, node.key()) : Optional.empty();
          act.ifPresent(
              a -> process.local(world.chance.between(0, 2), () -> send(task, a, aim, timeout)));
        });
  }

  /** A call whose values are not known is never made. */
  private void refuse(String run, Job.Work.Perform perform) {
    world.history.sometimes("a call had no value yet");
    RunCommand intend =
        new RunCommand.Intend(
            perform.key(), perform.attempt(), "(not called)", Duration.ZERO, Duration.ZERO);
    process.post(
        new Request.ForRun(run, intend, Actor.engine()),
        reply ->
            intended(run, perform.key())
                .filter(act -> reply.accepted())
                .ifPresent(act ->
                    post(
                        run,
                        new RunCommand.End(
                            perform.key(), act.op(), Ending.FAILED, "no way back yet", none()))));
  }

  private static Target.Aim aim(RunState s, Node node) {
    String release = String.valueOf(s.head().inputs().get("version"));
    return switch (node.item()) {
      case Item.Step step ->
          new Target.Aim(
              step.call().action().substring(4) + node.row().map(r -> "." + r).orElse(""),
              SimJobs.bound(s, text(step.call())),
              release);
      case Item.Rollout rollout -> {
        int weight = rollout.steps().get(s.item(node.key()).step()).weight();
        yield new Target.Aim("weight", String.valueOf(weight), release);
      }
      default -> new Target.Aim("message." + node.key(), "sent", release);
    };
  }

  static String text(Call call) {
    return call.args().get("to") instanceof Arg.Literal literal
        ? String.valueOf(literal.value())
        : "";
  }

  private Optional<Act> intended(String run, String key) {
    return process
        .state(run)
        .flatMap(s -> s.item(key).act())
        .filter(a -> a.status() == ActState.Status.INTENDED)
        .map(ActState::act);
  }

  private void send(SimJobs.Task task, Act act, Target.Aim aim, Duration allowed) {
    String key = ((Job.Work.Perform) task.job.work()).key();
    if (task.cancelled) {
      stopped(task.run, key, act);
      return;
    }
    boolean late = !process.machine().now().isBefore(act.deadline());
    if (late && world.mutant != Mutant.CALLS_AFTER_DEADLINE) {
      world.history.sometimes("an act was not begun, its time was over");
      post(task.run, new RunCommand.End(key, act.op(), Ending.FAILED, "too late", none()));
      return;
    }
    Optional<RunState> known = process.state(task.run);
    if (known.isEmpty() || !process.mayAct(task.run)) {
      return; // whoever owns the run settles it
    }
    RunState s = known.get();
    world.cluster.acts(process, s.head().lock());
    boolean back = s.plan().inRollback(key);
    Token token = act.token();
    if (world.mutant == Mutant.OLD_TOKEN_FOR_ROLLBACK && back) {
      token = new Token(s.token().epoch(), 0);
    }
    Target.Order order = new Target.Order(act.op(), token, key, aim, back);
    process.port("before a request");
    world.history.add("jobs", "sends ", order.op(), " ", aim, " token ", token);
    inFlight.add(task);
    sent.put(task, order);
    travel(task, act, order, allowed);
    process.port("after a request");
  }

  /** What becomes of the request and of the response. */
  private void travel(SimJobs.Task task, Act act, Target.Order order, Duration allowed) {
    long now = world.time.nowMillis();
    // a clock that is behind the log would give it longer than a call may last
    Instant most = process.machine().now().plus(allowed);
    Instant ends = act.deadline().isBefore(most) ? act.deadline() : most;
    long timeout = process.machine().when(ends) - now;
    long last = process.machine().when(ends.plus(GRACE)) - now - 1;
    world.oracles.sent(act.op(), now + last);
    if (world.mutant == Mutant.CALLS_AFTER_DEADLINE) {
      timeout = allowed.toMillis();
      last = timeout + GRACE.toMillis() - 1;
    }
    boolean longAct = timeout > LONG.toMillis();
    long lands = world.chance.between(1, 300);
    if (world.fault(Faults.Kind.SLOW)) {
      lands = world.chance.between(1, Math.max(1, timeout));
    }
    if (world.fault(Faults.Kind.REQUEST_LOST)) {
      end(task, act, world.chance.of(0.5) ? timeout : 300, Ending.UNKNOWN, "no answer");
      return;
    }
    if (world.fault(Faults.Kind.LANDS_LATE)) {
      land(world.chance.between(Math.min(timeout, last), Math.max(1, last)), order);
      end(task, act, world.chance.of(0.5) ? timeout : 300, Ending.UNKNOWN, "time-out");
      return;
    }
    if (world.fault(Faults.Kind.ACT_500)) {
      if (world.chance.of(0.5)) {
        land(Math.min(lands, last), order);
      }
      end(task, act, lands + 1, Ending.UNKNOWN, "500");
      return;
    }
    if (world.fault(Faults.Kind.ACT_FAILS)) {
      world.time.in(lands, () -> world.target.fails(order));
      end(task, act, lands + 2, Ending.FAILED, world.chance.of(0.5) ? "409" : "429");
      return;
    }
    if (longAct && world.chance.of(0.6)) {
      land(world.chance.between(500, timeout), order);
      process.local(100, () -> begun(task, act));
      return;
    }
    land(lands, order);
    if (world.fault(Faults.Kind.DUPLICATED)) {
      land(world.chance.between(lands, Math.max(lands, last)), order);
    }
    boolean lost = world.fault(Faults.Kind.RESPONSE_LOST);
    long back = lost ? Math.max(timeout, lands) : lands + world.chance.between(1, 50);
    if (lost) {
      end(task, act, back, Ending.UNKNOWN, "the answer was lost");
    } else {
      process.local(back, () -> landed(task, act, order));
    }
  }

  private void land(long millis, Target.Order order) {
    world.target.sets(1);
    world.time.in(
        millis,
        () -> {
          world.target.sets(-1);
          boolean forwardAfterRollback = !order.back() && world.oracles.rollbackDecided(order);
          if (world.target.arrive(order) && forwardAfterRollback) {
            world.history.sometimes("a forward act landed after the rollback was decided");
          }
        });
  }

  private void landed(SimJobs.Task task, Act act, Target.Order order) {
    boolean done = world.target.lookup(order.op()).orElse(false);
    end(task, act, 0, done ? Ending.LANDED : Ending.FAILED, done ? "done" : "refused");
  }

  private void begun(SimJobs.Task task, Act act) {
    if (inFlight.remove(task)) {
      world.history.sometimes("a long act");
      String key = ((Job.Work.Perform) task.job.work()).key();
      post(task.run, new RunCommand.Begin(key, act.op(), act.op()));
    }
  }

  private void end(SimJobs.Task task, Act act, long millis, Ending ending, String why) {
    process.local(
        millis,
        () -> {
          if (inFlight.remove(task)) {
            process.port("before a response");
            Ending told =
                world.mutant == Mutant.BLIND_RETRY && ending == Ending.UNKNOWN
                    ? Ending.FAILED
                    : ending;
            String key = ((Job.Work.Perform) task.job.work()).key();
            post(task.run, new RunCommand.End(key, act.op(), told, why, Optional.empty()));
          }
        });
  }

  /** Half of the calls can be interrupted; what they did is not known then. */
  void cancelled(SimJobs.Task task) {
    if (world.chance.of(0.5) && inFlight.remove(task)) {
      Target.Order order = sent.get(task);
      if (order != null) {
        process.local(
            0,
            () ->
                intended(task.run, order.key())
                    .filter(act -> act.op().equals(order.op()))
                    .ifPresent(act -> stopped(task.run, order.key(), act)));
      }
    }
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private void stopped(String run, String key, Act act) {
    post(run, new RunCommand.End(key, act.op(), Ending.UNKNOWN, "stopped on the way", none()));
  }

  // --- long acts ---

  void lookAfter(SimJobs.Task task, Job.Work.LookAfter look) {
    Optional<RunState> s = process.state(task.run);
    Optional<ActState> act = s.flatMap(state -> state.item(look.key()).act());
    if (task.cancelled || act.isEmpty()) {
      return;
    }
    Optional<Boolean> done = world.target.lookup(look.op());
    Instant until = act.get().act().landsUntil();
    if (done.isPresent()) {
      tell(task.run, look, done.get() ? Ending.LANDED : Ending.FAILED, "seen");
    } else if (process.machine().now().isAfter(until)) {
      tell(task.run, look, Ending.UNKNOWN, "it goes on past its deadline");
    } else {
      process.local(1_000, () -> lookAfter(task, look));
    }
  }

  private void tell(String run, Job.Work.LookAfter look, Ending ending, String why) {
    post(run, new RunCommand.End(look.key(), look.op(), ending, why, Optional.empty()));
  }

  void stop(Job.Work.Stop stop) {
    world.history.sometimes("a long act was asked to stop");
    if (world.chance.of(0.5) && world.target.lookup(stop.op()).isEmpty()) {
      world.target.cancel(stop.op());
    }
  }

  private void post(String run, RunCommand command) {
    process.post(new Request.ForRun(run, command, Actor.engine()), reply -> {});
  }
}
