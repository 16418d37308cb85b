package dev.holddown.engine;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Linked;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.domain.run.Child;
import dev.holddown.domain.run.Landing;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunHead;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.PlaybookCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What a run and the runs that it started owe each other. */
final class Family {
  private static final int ANCESTORS_MAX = 8;

  private Family() {}

  private static Child child(RunState parent, String key) {
    return Optional.ofNullable(parent.children().get(key))
        .orElseThrow(() -> new IllegalStateException("no run is to be started at " + key));
  }

  /** The playbook of the run that a key starts; it is a part of the parent's. */
  static Playbook playbook(RunState parent, String key) {
    String use = child(parent, key).use();
    return Optional.ofNullable(parent.plan().playbook().runbooks().get(use))
        .orElseThrow(() -> new IllegalStateException("the playbook " + use + " is not part of it"));
  }

  /**
   * Whether the parent was told of a run that was then left out: only that one is still to come.
   */
  static boolean isMissing(RunState parent, Request.StartChild request) {
    return Optional.ofNullable(parent.children().get(request.key()))
        .filter(child -> child.open() && child.run().equals(request.run()))
        .isPresent();
  }

  /** Who is started: by whom, about what, and inside whose lock. */
  static RunHead head(
      RunState parent,
      Request.StartChild request,
      Function<String, Optional<RunState>> stored,
      PlaybookCodec codec) {
    Child child = child(parent, request.key());
    Playbook playbook = playbook(parent, request.key());
    List<String> environments = playbook.subject().environments();
    String environment =
        environments.contains(parent.head().environment())
            ? parent.head().environment()
            : environments.getFirst();
    String subject = playbook.subject().service() + "/" + environment;
    return new RunHead(
        request.run(),
        playbook.id(),
        playbook.title(),
        playbook.subject().service(),
        environment,
        mode(playbook, subject, parent, stored),
        inputs(playbook, child.inputs(), codec),
        parent.head().starter(),
        Optional.of(parent.head().run()));
  }

  /** A run that a watch starts has the defaults of its playbook. */
  private static Map<String, Object> inputs(
      Playbook playbook, Map<String, Object> given, PlaybookCodec codec) {
    return given.isEmpty() ? codec.inputs(playbook, given).values() : given;
  }

  /** Whether this is what one run tells another, whoever owns that. */
  static boolean between(RunCommand command) {
    return command instanceof RunCommand.EndChild || command instanceof RunCommand.Abort;
  }

  private static RunHead.Mode mode(
      Playbook playbook,
      String subject,
      RunState parent,
      Function<String, Optional<RunState>> stored) {
    if (playbook.linked().filter(l -> l.mode() == Linked.Mode.INCIDENT).isPresent()) {
      return RunHead.Mode.INCIDENT;
    }
    Optional<RunState> above = Optional.of(parent);
    for (int i = 0; i < ANCESTORS_MAX && above.isPresent(); i++) {
      if (above.get().head().subject().equals(subject) && above.get().lockHeld()) {
        return RunHead.Mode.RUNBOOK;
      }
      above = above.get().head().linkedTo().flatMap(stored);
    }
    return playbook.linked().filter(l -> l.mode() == Linked.Mode.ROLLBACK).isPresent()
        ? RunHead.Mode.ROLLBACK_BY_HAND
        : RunHead.Mode.RELEASE;
  }

  /** How long what a run has begun may land, with what works inside its lock. */
  static Optional<Landing> landing(RunState state, Function<String, Optional<RunState>> known) {
    return Stream.concat(
            state.landing().stream(),
            state.children().values().stream()
                .filter(Child::open)
                .flatMap(child -> known.apply(child.run()).stream())
                .flatMap(child -> child.landing().stream()))
        .reduce(Landing::and);
  }

  /** What one tells the other: a run that ended its parent, a run that goes no more its own. */
  static List<Request> orders(RunState state, Function<String, Optional<RunState>> known) {
    List<Request> orders = new ArrayList<>();
    state
        .head()
        .linkedTo()
        .filter(parent -> state.head().mode() != RunHead.Mode.ROLLBACK)
        .flatMap(known)
        .ifPresent(parent -> pair(parent, state, orders));
    if (!state.children().isEmpty()) {
      state
          .children()
          .forEach((key, child) -> {
            if (child.open()) {
              known
                  .apply(child.run())
                  .ifPresentOrElse(
                      there -> pair(state, there, orders),
                      () -> startAgain(state, key, child).ifPresent(orders::add));
            }
          });
    }
    return orders;
  }

  /** It was left out when its parent was told. */
  private static Optional<Request> startAgain(RunState parent, String key, Child child) {
    return parent.closed()
        ? Optional.empty()
        : Optional.of(new Request.StartChild(parent.head().run(), key, child.run()));
  }

  private static void pair(RunState parent, RunState child, List<Request> orders) {
    Optional<Child> known =
        parent.children().values().stream()
            .filter(c -> c.run().equals(child.head().run()) && c.open())
            .findFirst();
    if (known.isEmpty()) {
      return;
    }
    if (child.outcome().isPresent() && !parent.closed()) {
      RunCommand end =
          new RunCommand.EndChild(child.head().run(), child.outcome().get(), child.sentence());
      orders.add(new Request.ForRun(parent.head().run(), end, Actor.engine()));
    }
    boolean goesOn = child.phase() == Phase.FORWARD || child.phase() == Phase.QUEUED;
    boolean inside = child.head().mode() == RunHead.Mode.RUNBOOK;
    if (goesOn && inside && givenUp(parent)) {
      String why = "run " + parent.head().run() + ", which started it, is " + parent.phase();
      RunCommand abort = new RunCommand.Abort(why);
      orders.add(new Request.ForRun(child.head().run(), abort, Actor.engine()));
    }
  }

  private static boolean givenUp(RunState parent) {
    return switch (parent.phase()) {
      case ABORTING, ROLLING_BACK -> true;
      case CLOSED, QUEUED, FORWARD, WATCHING -> false;
    };
  }
}
