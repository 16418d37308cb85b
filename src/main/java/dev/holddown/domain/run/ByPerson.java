package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.Granted;
import dev.holddown.domain.playbook.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What people say. Each refusal tells what to do instead. */
final class ByPerson {
  private static final int REASON_CHARS_MIN = 3;

  /** Leaving a line out says why in a few words. */
  private static final int NOT_APPLICABLE_CHARS_MIN = 10;

  private static final String NOT_BEGUN =
      "the run waits for the lock and has changed nothing; abort it instead";

  private final RunState s;
  private final Actor actor;
  private final Instant at;
  private final Run.Moment moment;

  ByPerson(RunState state, Actor actor, Run.Moment moment) {
    this.s = state;
    this.actor = actor;
    this.at = moment.at();
    this.moment = moment;
  }

  Direct.Outcome decide(RunCommand command) {
    return switch (command) {
      case RunCommand.Hold c -> hold(c);
      case RunCommand.Defer c -> Deferral.decide(s, c, at);
      case RunCommand.Resume c -> resume(c);
      case RunCommand.Abort c -> abort(c);
      case RunCommand.Rollback c -> rollback(c);
      case RunCommand.Sign c -> sign(c);
      case RunCommand.Decline c when Objecting.to(s, c.key()).isPresent() && !signs(c.key()) ->
          Objecting.decide(s, c, actor, at);
      case RunCommand.Decline c -> decline(c);
      case RunCommand.Recheck c -> new Reopening(s).recheck(c.key(), c.reason());
      case RunCommand.Reopen c -> new Reopening(s).reopen(c.key(), c.reason());
      case RunCommand.Fill c -> new Filling(s, actor, at).decide(c);
      case RunCommand.Comment c -> new Remarks(s, actor).comment(c);
      case RunCommand.Attach c -> new Remarks(s, actor).attach(c);
      case RunCommand.AsSeen c -> asSeen(c);
      case RunCommand.Skip c -> skip(c);
      case RunCommand.NotApplicable c -> notApplicable(c);
      case RunCommand.Settle c -> settle(c);
      case RunCommand.Declare c -> declare(c);
      case PermitCommand.Waive c -> Waivers.ask(s, actor, c, moment);
      case PermitCommand.OverrideFreeze c -> Freezing.override(s, moment.house(), c, actor, at);
      case PermitCommand.SignFor c -> Delegates.sign(s, actor, moment, c, this::sign);
      default -> throw new IllegalStateException("not a person's command: " + command);
    };
  }

  /** Whether the hold is over, so that its signature is declined and no objection made. */
  private boolean signs(String key) {
    return s.item(key).bakePassed && Signing.rule(s, key).isPresent();
  }

  /** Two people at once: who comes second is told, and decides on what there is now. */
  private Direct.Outcome asSeen(RunCommand.AsSeen c) {
    return s.version(c.key()) == c.version()
        ? new Direct(s, actor, moment).decide(c.command())
        : no(
            "\""
                + c.key()
                + "\" was changed since you looked (event "
                + s.version(c.key())
                + ", you saw "
                + c.version()
                + "); nothing of yours was done");
  }

  private Direct.Outcome hold(RunCommand.Hold c) {
    if (s.phase == Phase.ROLLING_BACK) {
      return no("the run is rolling back; nothing holds a rollback");
    }
    if (s.head.mode() == RunHead.Mode.ROLLBACK) {
      String other = s.head.linkedTo().orElse("?");
      return no("the run takes back run " + other + "; nothing holds a rollback");
    }
    if (s.phase == Phase.ABORTING || s.phase == Phase.WATCHING) {
      return no("the run goes forward no more; there is nothing to hold");
    }
    return s.stays()
        ? no("the run is held already: " + s.held.orElse(""))
        : Direct.Outcome.of(new RunEvent.Held(c.reason()));
  }

  private Direct.Outcome resume(RunCommand.Resume c) {
    if (s.held.isEmpty()) {
      return no("the run is not held");
    }
    if (s.proposal.isPresent()) {
      return no(
          "a rollback is proposed ("
              + s.proposal.get()
              + "); approve it, or abort. To go on, decline it: holddown decline "
              + s.head.run()
              + " rollback/approval --role ROLE --reason WHY");
    }
    return Waivers.voidGo(s).map(ByPerson::no).orElseGet(() -> Deferral.resumed(s, c.reason()));
  }

  private Direct.Outcome abort(RunCommand.Abort c) {
    return switch (s.phase) {
      case QUEUED ->
          Direct.Outcome.of(
              new RunEvent.Aborted(c.reason()),
              new RunEvent.Closed(Outcome.ABORTED, "ABORTED in the queue; nothing was changed"));
      case FORWARD -> {
        List<RunEvent> events = new ArrayList<>();
        events.add(new RunEvent.Aborted(c.reason()));
        events.addAll(WayBack.stops(s));
        events.addAll(WayBack.disarmed(s));
        yield new Direct.Outcome(events, Optional.empty());
      }
      case ROLLING_BACK -> no("the run is rolling back; an abort does not interrupt that");
      case ABORTING -> no("the run is being aborted already; it waits for acts in flight");
      case WATCHING, CLOSED -> no("every stage is closed; there is nothing to abort");
    };
  }

  private Direct.Outcome rollback(RunCommand.Rollback c) {
    String cause = actor + ": " + c.reason();
    return switch (s.phase) {
      case QUEUED -> no(NOT_BEGUN);
      case ROLLING_BACK -> no(rollingBack());
      case WATCHING ->
          noWayBack().orElse(Direct.Outcome.of(new RunEvent.Closed(Outcome.TAKEN_BACK, cause)));
      case CLOSED -> no("the run is closed");
      case FORWARD, ABORTING ->
          noWayBack()
              .orElseGet(
                  () -> new Direct.Outcome(WayBack.start(s, moment, "", cause), Optional.empty()));
    };
  }

  /** Why this run does not begin its way back on a person's word. */
  private Optional<Direct.Outcome> noWayBack() {
    boolean approval = WayBack.approval(s).isPresent();
    String sentence = "";
    if (s.plan().playbook().rollback().isEmpty()) {
      sentence = "the playbook has no rollback: block; abort leaves things as they are";
    } else if (s.phase == Phase.ABORTING && !s.lockHeld) {
      sentence = "another run has taken the lock of " + s.head.lock() + "; roll back there";
    } else if (s.phase == Phase.ABORTING && approval) {
      sentence =
          "the run is being aborted and its rollback needs approval; when it is closed: holddown"
              + " rollback "
              + s.head.run();
    } else if (s.proposal.isPresent() && approval) {
      sentence =
          "a rollback is proposed already ("
              + s.proposal.get()
              + "); "
              + SignRules.missing(WayBack.approval(s).get(), s.item(WayBack.APPROVAL).signatures)
              + " approves it: holddown sign "
              + s.head.run()
              + " rollback/approval --role ROLE";
    }
    return sentence.isEmpty() ? Optional.empty() : Optional.of(no(sentence));
  }

  private String rollingBack() {
    return "the run is rolling back already, since " + s.rollbackAt;
  }

  private Direct.Outcome sign(RunCommand.Sign c) {
    if (Waivers.isKey(c.key())) {
      return Waivers.decide(s, c.key(), granted(c.role(), c.comment()), true, at);
    }
    Optional<String> refusal = Signing.refusal(s, c.key(), c.role(), actor.name(), at);
    return refusal
        .or(() -> unsignable(c.key()))
        .map(ByPerson::no)
        .orElseGet(() ->
            Direct.Outcome.of(
                new RunEvent.Signed(
                    c.key(),
                    c.role(),
                    actor.name(),
                    Signing.content(s, c.key()),
                    c.comment(),
                    Signing.covered(s, c.key()),
                    c.method())));
  }

  private Granted granted(String role, String reason) {
    return new Granted(role, actor.name(), "signed", reason);
  }

  /** Why a line is neither signed nor declined now. */
  private Optional<String> unsignable(String key) {
    if (s.item(key).status.ended()) {
      return Optional.of("\"" + key + "\" is closed (" + s.item(key).status + ")");
    }
    return awaited(key)
        ? Optional.empty()
        : Optional.of("\"" + key + "\" is not to be signed yet; what comes before it is open");
  }

  private boolean awaited(String key) {
    return Run.todo(s, at).stream()
        .anyMatch(j -> j.work() instanceof Job.Work.Person p && p.key().equals(key));
  }

  private Direct.Outcome decline(RunCommand.Decline c) {
    if (Waivers.isKey(c.key())) {
      return needsReason(c.reason())
          .orElseGet(() -> Waivers.decide(s, c.key(), granted(c.role(), c.reason()), false, at));
    }
    boolean ofRollback = c.key().equals(WayBack.APPROVAL) && s.proposal.isPresent();
    // where no rule names who approves, anybody may decline
    boolean anybody = ofRollback && WayBack.approval(s).isEmpty();
    Optional<String> refusal =
        anybody ? Optional.empty() : Signing.refusal(s, c.key(), c.role(), actor.name(), at);
    if (ofRollback) {
      return refusal
          .map(ByPerson::no)
          .or(() -> needsReason(c.reason()))
          .orElse(
              Direct.Outcome.of(
                  new RunEvent.Declined(c.key(), c.role(), actor.name(), c.reason()),
                  new RunEvent.Held("rollback declined by " + actor.name() + ": " + c.reason())));
    }
    return refusal
        .or(() -> unsignable(c.key()))
        .map(ByPerson::no)
        .or(() -> needsReason(c.reason()))
        .orElse(
            Direct.Outcome.of(new RunEvent.Declined(c.key(), c.role(), actor.name(), c.reason())));
  }

  private Direct.Outcome skip(RunCommand.Skip c) {
    Optional<Direct.Outcome> wrong = unclosable(c.key(), c.reason());
    return wrong.orElseGet(() ->
        Direct.Outcome.of(
            new RunEvent.Turned(
                c.key(), ItemStatus.SKIPPED, "by " + actor.name() + ": " + c.reason())));
  }

  private Direct.Outcome notApplicable(RunCommand.NotApplicable c) {
    Optional<Direct.Outcome> wrong = unclosable(c.key(), c.reason());
    if (wrong.isPresent()) {
      return wrong.get();
    }
    List<String> roles = s.plan().node(c.key()).orElseThrow().item().about().notApplicableBy();
    if (!roles.contains(c.role())) {
      return no(
          roles.isEmpty()
              ? "\""
                  + c.key()
                  + "\" may not be closed as not applicable; the playbook names nobody who may"
              : "\""
                  + c.key()
                  + "\" is closed as not applicable by "
                  + String.join(" or ", roles)
                  + ", not by "
                  + c.role());
    }
    if (c.reason().strip().length() < NOT_APPLICABLE_CHARS_MIN) {
      return no(
          "a line is closed as not applicable with a reason of at least "
              + NOT_APPLICABLE_CHARS_MIN
              + " characters; \""
              + c.reason().strip()
              + "\" says too little");
    }
    return Direct.Outcome.of(
        new RunEvent.Turned(
            c.key(),
            ItemStatus.NOT_APPLICABLE,
            "by " + actor.name() + " (" + c.role() + "): " + c.reason()));
  }

  private Optional<Direct.Outcome> unclosable(String key, String reason) {
    if (s.plan().node(key).isEmpty()) {
      return Optional.of(
          no("no item \"" + key + "\" in this run; see: holddown show " + s.head.run()));
    }
    Optional<String> elsewhere = Reopening.elsewhere(s, key);
    if (elsewhere.isPresent()) {
      return elsewhere.map(ByPerson::no);
    }
    Optional<String> busy = Children.busy(s, key);
    if (busy.isPresent()) {
      return busy.map(ByPerson::no);
    }
    ItemState item = s.item(key);
    if (item.status.good()) {
      return Optional.of(no("\"" + key + "\" is closed (" + item.status + ")"));
    }
    if (item.act.filter(ActState::open).isPresent()) {
      return Optional.of(no("\"" + key + "\" has an act in flight; it is settled first"));
    }
    return needsReason(reason);
  }

  static Optional<Direct.Outcome> needsReason(String reason) {
    return reason.strip().length() >= REASON_CHARS_MIN
        ? Optional.empty()
        : Optional.of(no("a reason of at least " + REASON_CHARS_MIN + " characters is needed"));
  }

  private Direct.Outcome settle(RunCommand.Settle c) {
    Optional<ActState> act =
        s.item(c.key()).act.filter(a -> a.status() == ActState.Status.UNSETTLED);
    if (act.isEmpty()) {
      return no("\"" + c.key() + "\" has no act of unknown outcome");
    }
    if (at.isBefore(act.get().act().landsUntil())) {
      return no(
          "the act may still land until "
              + act.get().act().landsUntil()
              + "; it is settled after that");
    }
    return Direct.Outcome.of(
        new RunEvent.Settled(
            c.key(),
            act.get().act().op(),
            c.landed(),
            "said by " + actor.name() + ": " + c.reason()));
  }

  private Direct.Outcome declare(RunCommand.Declare c) {
    Plan.WatchKey key = s.plan().watches().get(c.watch());
    if (key == null || !(key.watch().source() instanceof Watch.Source.Declared declared)) {
      return no("\"" + c.watch() + "\" is not a watch that a person pulls");
    }
    if (!declared.role().equals(c.role())) {
      return no(
          "\""
              + c.watch()
              + "\" is pulled by the role "
              + declared.role()
              + ", not by "
              + c.role());
    }
    if (s.phase == Phase.QUEUED) {
      return no(NOT_BEGUN);
    }
    if (s.phase == Phase.ROLLING_BACK) {
      return no(rollingBack());
    }
    Watch.Level level = key.watch().levels().getFirst();
    return Direct.Outcome.of(
        new RunEvent.Fired(
            c.watch(),
            level.name(),
            at,
            at,
            "declared by " + actor.name() + ": " + c.reason(),
            level.then(),
            Optional.empty()));
  }

  private static Direct.Outcome no(String sentence) {
    return Direct.Outcome.no(sentence);
  }
}
