package dev.holddown.engine;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.kernel.Span;
import dev.holddown.domain.kernel.Verdict;
import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Call;
import dev.holddown.domain.playbook.Item;
import dev.holddown.domain.run.Act;
import dev.holddown.domain.run.ActState;
import dev.holddown.domain.run.Ending;
import dev.holddown.domain.run.Finding;
import dev.holddown.domain.run.Node;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.Conditions.ConditionException;
import dev.holddown.engine.port.Ports;
import dev.holddown.engine.port.Space;
import dev.holddown.spi.Acting;
import dev.holddown.spi.Deed;
import dev.holddown.spi.Operation;
import dev.holddown.spi.Proof;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/** Changes the world: binds first, then makes the intent durable, then acts, then tells the end. */
final class Performer {
  /** Past its time-out an act may still land this long: what is on the wire arrives. */
  static final Duration GRACE = Duration.ofSeconds(5);

  /** A call that begins so late gets its whole time all the same; the grace covers it. */
  private static final Duration DELAY_MAX = Duration.ofSeconds(1);

  /** How long an act waits for the node's lease to be renewed. */
  private static final Duration LEAVE_MAX = Duration.ofMinutes(1);

  private static final Duration AGAIN = Duration.ofMillis(100);

  private final Binder binder;
  private final Scopes scopes;
  private final Intake intake;
  private final Mail mail;
  private final InstantSource clock;
  private final Space space;

  Performer(Binder binder, Scopes scopes, Intake intake, Mail mail, Ports ports) {
    this.binder = binder;
    this.scopes = scopes;
    this.intake = intake;
    this.mail = mail;
    this.clock = ports.passing().clock();
    this.space = ports.outside().space();
  }

  void perform(RunState s, Node node, int attempt, Lanes.Pause pause) throws InterruptedException {
    String run = s.head().run();
    if (space.low()
        && !s.plan().inRollback(node.key())
        && s.plan().obligation(node.key()).isEmpty()) {
      post(
          run,
          new RunCommand.Hold(
              "the disk is nearly full ("
                  + space.left()
                  + " left), and what is left is kept for a rollback; free some, then resume"));
      return;
    }
    List<Bound> bound = new ArrayList<>();
    try {
      for (Call call : calls(s, node)) {
        Acting verb = binder.acting(call);
        bound.add(new Bound(call, verb, binder.bind(call, verb.manual(), scope(s, node))));
      }
    } catch (ConditionException | IllegalArgumentException e) {
      refuse(run, node, attempt, String.valueOf(e.getMessage()));
      return;
    }
    if (!leave(run, clock.instant().plus(LEAVE_MAX), pause)) {
      return; // another node's by now, or this one comes back to it anew
    }
    Duration timeout = timeout(node.item());
    String what = bound.getFirst().call().action();
    Request.Reply reply =
        post(run, new RunCommand.Intend(node.key(), attempt, what, timeout, GRACE));
    Optional<Act> act = reply.accepted() ? act(run, node.key()) : Optional.empty();
    if (act.isEmpty()) {
      return; // something of higher rank came first; todo says what is next
    }
    boolean mine = leave(run, act.get().deadline(), pause);
    if (!mine || !act(run, node.key()).equals(act)) {
      return; // stopped between the intent and the call: whoever owns the run settles it
    }
    end(run, node.key(), act.get(), beginAll(bound, act.get(), timeout));
  }

  /** A call with its verb and values. */
  private record Bound(Call call, Acting verb, Map<String, Object> args) {}

  /** A message to several addresses is several calls of one act; the first that fails ends it. */
  private Deed beginAll(List<Bound> bound, Act act, Duration timeout) throws InterruptedException {
    Deed deed = new Deed.Landed(Map.of(), Proof.none());
    for (int i = 0; i < bound.size(); i++) {
      Bound one = bound.get(i);
      String op = i == 0 ? act.op() : act.op() + "#" + i;
      Duration left = Duration.between(clock.instant(), act.deadline());
      if (!left.isPositive()) {
        return i == 0 ? tooLate(act, timeout) : new Deed.Unknown("some were sent", Proof.none());
      }
      boolean onTime = left.plus(DELAY_MAX).compareTo(timeout) >= 0;
      Duration most = onTime ? timeout : left;
      deed = begin(one.verb(), new Operation(op, act.token(), one.args(), clock.instant(), most));
      if (!(deed instanceof Deed.Landed)) {
        return deed;
      }
    }
    return deed;
  }

  /**
   * Between the decision and this call lay a slow disk or a machine that stood still. Begun now, it
   * could land when the run no longer reckons with it.
   */
  private static Deed tooLate(Act act, Duration timeout) {
    return new Deed.Failed(
        act.what()
            + " was not called: "
            + Span.text(timeout)
            + " passed before it could begin (a slow disk, or a machine that stood still);"
            + " nothing was changed",
        Proof.none());
  }

  /**
   * The act was never tried: its arguments could not be had. Intended and failed, to be on record.
   */
  private void refuse(String run, Node node, int attempt, String why) throws InterruptedException {
    Request.Reply reply =
        post(
            run,
            new RunCommand.Intend(
                node.key(), attempt, "(not called)", Duration.ZERO, Duration.ZERO));
    Optional<Act> act = reply.accepted() ? act(run, node.key()) : Optional.empty();
    if (act.isPresent()) {
      tell(
          run,
          new RunCommand.End(
              node.key(),
              act.get().op(),
              Ending.FAILED,
              intake.message("not done: " + why),
              Optional.empty()));
    }
  }

  /** Waits until this node may act for the run; false when it may not by then. */
  private boolean leave(String run, Instant until, Lanes.Pause pause) throws InterruptedException {
    while (!mail.mayAct(run)) {
      if (!clock.instant().isBefore(until)) {
        return false;
      }
      pause.pause(AGAIN);
    }
    return true;
  }

  private Deed begin(Acting verb, Operation operation) throws InterruptedException {
    try {
      return verb.begin(operation);
    } catch (RuntimeException | Error e) {
      return new Deed.Unknown("the connector broke: " + e, Proof.none());
    }
  }

  private void end(String run, String key, Act act, Deed deed) throws InterruptedException {
    switch (deed) {
      case Deed.Landed landed ->
          tell(run, ended(key, act, Ending.LANDED, summary(landed), landed.proof()));
      case Deed.Failed failed ->
          tell(run, ended(key, act, Ending.FAILED, failed.message(), failed.proof()));
      case Deed.Unknown unknown ->
          tell(run, ended(key, act, Ending.UNKNOWN, unknown.message(), unknown.proof()));
      case Deed.Begun begun -> tell(run, new RunCommand.Begin(key, act.op(), begun.reference()));
    }
  }

  private static String summary(Deed.Landed landed) {
    String text = String.valueOf(landed.result());
    return landed.result().isEmpty()
        ? "done"
        : text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  private RunCommand ended(String key, Act act, Ending ending, String message, Proof proof) {
    return new RunCommand.End(
        key, act.op(), ending, intake.message(message), intake.evidence(proof));
  }

  /** A fault of ours: before the intent the act was not tried, after it nobody knows. */
  void broken(String run, String key, int attempt, Throwable fault) {
    if (act(run, key).isPresent()) {
      stopped(run, key);
      return;
    }
    RunCommand intend =
        new RunCommand.Intend(key, attempt, "(not called)", Duration.ZERO, Duration.ZERO);
    mail.post(new Request.ForRun(run, intend, Actor.engine()))
        .thenAccept(reply -> act(run, key).ifPresent(act -> failed(run, key, act, fault)));
  }

  private void failed(String run, String key, Act act, Throwable fault) {
    String why = intake.message("not done, by a fault in Holddown: " + fault);
    RunCommand end = new RunCommand.End(key, act.op(), Ending.FAILED, why, Optional.empty());
    mail.post(new Request.ForRun(run, end, Actor.engine()));
  }

  /** The thread was ended on the way; what the call did is not known. */
  void stopped(String run, String key) {
    act(run, key)
        .ifPresent(act ->
            mail.post(
                new Request.ForRun(
                    run,
                    new RunCommand.End(
                        key, act.op(), Ending.UNKNOWN, "stopped on the way", Optional.empty()),
                    Actor.engine())));
  }

  /** An act that goes on and cannot be looked after, such as without a secret of its target. */
  void lost(String run, String key, String op, String why) {
    String told = intake.message("it began, and cannot be looked after: " + why);
    RunCommand end = new RunCommand.End(key, op, Ending.UNKNOWN, told, Optional.empty());
    mail.post(new Request.ForRun(run, end, Actor.engine()));
  }

  private Optional<Act> act(String run, String key) {
    return mail.state(run)
        .flatMap(s -> s.item(key).act())
        .filter(a -> a.status() == ActState.Status.INTENDED)
        .map(ActState::act);
  }

  // --- long acts ---

  /** Looks after a begun act until it ends or its deadline is over. */
  void lookAfter(RunState s, Node node, String op, String reference, Lanes.Pause pause)
      throws InterruptedException {
    ActState state = s.item(node.key()).act().orElseThrow();
    Acting verb = binder.acting(call(s, node));
    Map<String, Object> args = binder.bind(call(s, node), verb.manual(), scope(s, node));
    Operation operation = operation(state.act(), args, Duration.ofSeconds(10));
    while (true) {
      Deed deed = look(verb, operation, reference);
      if (!(deed instanceof Deed.Begun)) {
        end(s.head().run(), node.key(), state.act(), deed);
        return;
      }
      if (clock.instant().isAfter(state.act().landsUntil())) {
        end(
            s.head().run(),
            node.key(),
            state.act(),
            new Deed.Unknown("it goes on past its deadline", Proof.none()));
        return;
      }
      pause.pause(Duration.ofSeconds(1));
    }
  }

  private static Deed look(Acting verb, Operation operation, String reference)
      throws InterruptedException {
    try {
      return verb.look(operation, reference);
    } catch (RuntimeException | Error e) {
      return new Deed.Unknown("the connector broke: " + e, Proof.none());
    }
  }

  /** Asks a begun act to end; what comes of it is seen by looking after it. */
  void stop(RunState s, Node node, String reference) throws InterruptedException {
    Acting verb = binder.acting(call(s, node));
    Map<String, Object> args = binder.bind(call(s, node), verb.manual(), scope(s, node));
    Act act = s.item(node.key()).act().orElseThrow().act();
    verb.stop(operation(act, args, Duration.ofSeconds(10)), reference);
  }

  /** A rollout's read-back: the router tells its weight by itself. */
  Finding readBack(RunState s, Node node) throws InterruptedException {
    Item.Rollout rollout = (Item.Rollout) node.item();
    int wanted = rollout.steps().get(s.item(node.key()).step()).weight();
    Acting verb = binder.acting(rollout.router());
    Map<String, Object> args = binder.bind(call(s, node), verb.manual(), scope(s, node));
    Act act = s.item(node.key()).act().orElseThrow().act();
    Deed deed = look(verb, operation(act, args, Duration.ofSeconds(10)), "weight");
    return switch (deed) {
      case Deed.Landed landed when landed.result().get("weight") instanceof Number weight ->
          Finding.of(
              Math.abs(weight.doubleValue() - wanted) < 0.5 ? Verdict.PASSED : Verdict.FAILED,
              "the router gives " + weight + " % where " + wanted + " % was set");
      case Deed.Landed landed -> Finding.of(Verdict.ERRORED, "the router does not tell its weight");
      case Deed.Failed failed -> Finding.of(Verdict.ERRORED, intake.message(failed.message()));
      case Deed.Unknown unknown -> Finding.of(Verdict.ERRORED, intake.message(unknown.message()));
      case Deed.Begun begun -> Finding.of(Verdict.INCONCLUSIVE, "the router still moves");
    };
  }

  // --- what is called ---

  private Map<String, Object> scope(RunState s, Node node) {
    Map<String, Object> scope = scopes.of(s, clock.instant());
    Map<String, Object> filled = s.item(node.key()).values();
    if (!filled.isEmpty()) {
      scope.put("ask", filled);
    }
    return scopes.row(scope, s, node.item().about().each(), node.row());
  }

  private List<Call> calls(RunState s, Node node) {
    return node.item() instanceof Item.Message message
        ? message.to().stream()
            .map(to ->
                Addresses.call(
                    binder.text(to, scope(s, node)), message.text(), message.about().place()))
            .toList()
        : List.of(call(s, node));
  }

  private Call call(RunState s, Node node) {
    return switch (node.item()) {
      case Item.Step step -> step.call();
      case Item.Rollout rollout -> weighted(rollout, s.item(node.key()).step());
      default -> throw new IllegalStateException(node.key() + " does not act");
    };
  }

  private static Call weighted(Item.Rollout rollout, int step) {
    Map<String, Arg> args = new LinkedHashMap<>(rollout.router().args());
    long weight = rollout.steps().get(step).weight();
    args.put("weight", new Arg.Literal(weight, rollout.router().place()));
    return new Call(rollout.router().action(), args, rollout.router().place());
  }

  private static Duration timeout(Item item) {
    return item instanceof Item.Step step ? step.traits().timeout() : Duration.ofSeconds(10);
  }

  private Operation operation(Act act, Map<String, Object> args, Duration timeout) {
    return new Operation(act.op(), act.token(), args, clock.instant(), timeout);
  }

  // --- mail ---

  private void tell(String run, RunCommand command) throws InterruptedException {
    post(run, command);
  }

  private Request.Reply post(String run, RunCommand command) throws InterruptedException {
    try {
      return mail.post(new Request.ForRun(run, command, Actor.engine())).get();
    } catch (ExecutionException e) {
      return Request.Reply.no(run, String.valueOf(e.getCause()));
    }
  }
}
