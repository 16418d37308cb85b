package dev.holddown.sim;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.Freeze;
import dev.holddown.domain.permit.House;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.run.ActState;
import dev.holddown.domain.run.Decision;
import dev.holddown.domain.run.Doctored;
import dev.holddown.domain.run.Ending;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.Evolve;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Lane;
import dev.holddown.domain.run.Outcome;
import dev.holddown.domain.run.Phase;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunEvent;
import dev.holddown.domain.run.RunState;
import dev.holddown.domain.watch.Reading;
import dev.holddown.engine.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules with one bug in them: they see a doctored state, mishear a command, or say something
 * else than the rules said. What they say is folded onto the true state, so that memory and log
 * agree and only the bug itself can be found.
 */
final class BrokenRules implements Rules {
  private final Mutant mutant;
  private final SimProcess process;

  BrokenRules(Mutant mutant, SimProcess process) {
    this.mutant = mutant;
    this.process = process;
  }

  @Override
  public Decision decide(RunState state, RunCommand command, Actor actor, Instant now) {
    return decide(state, command, actor, now, House.empty());
  }

  @Override
  public Decision decide(
      RunState state, RunCommand command, Actor actor, Instant now, House given) {
    House house = house(given, state);
    boolean frozen = given.freezes().stream().anyMatch(f -> f.at(now).isPresent());
    if (mutant == Mutant.FREEZE_STOPS_ROLLBACK
        && frozen
        && command instanceof RunCommand.Rollback) {
      return new Decision.Refused("frozen, and so is the way back");
    }
    boolean back = state.phase() == Phase.ROLLING_BACK;
    if (mutant == Mutant.ABORT_INTERRUPTS_ROLLBACK && back && command instanceof RunCommand.Abort) {
      Entry aborted = new Entry(later(state, now), actor, new RunEvent.Aborted("stop it"));
      return new Decision.Accepted(List.of(aborted), Evolve.next(state, aborted));
    }
    if (mutant == Mutant.BREACH_IGNORED_WHILE_HELD
        && state.held().isPresent()
        && command instanceof RunCommand.Observe) {
      return new Decision.Accepted(List.of(), state);
    }
    RunState seen = seen(state, command, now);
    Decision decision = Run.decide(seen, heard(state, command), actor, now, house);
    if (!(decision instanceof Decision.Accepted accepted)) {
      return decision;
    }
    if (mutant == Mutant.SIGNATURE_SURVIVES_CHANGE) {
      return surviving(state, accepted, now);
    }
    List<Entry> said = said(state, accepted.entries());
    return seen == state && said == accepted.entries()
        ? accepted
        : new Decision.Accepted(said, Evolve.all(state, said));
  }

  private House house(House given, RunState s) {
    List<Freeze> freezes =
        switch (mutant) {
          case FREEZE_IGNORED -> List.of();
          case OVERRIDE_NEVER_ENDS ->
              given.freezes().stream()
                  .filter(f ->
                      s.permits().overrides().stream().noneMatch(o -> o.freeze().equals(f.id())))
                  .toList();
          default -> given.freezes();
        };
    return new House(
        freezes, given.exceptions(), given.policies(), given.delegations(), given.here());
  }

  /** What follows from a void signature is taken back, and thought over as if it still held. */
  private Decision surviving(RunState state, Decision.Accepted accepted, Instant now) {
    List<Entry> said = new ArrayList<>();
    for (Entry entry : accepted.entries()) {
      if (entry.event() instanceof RunEvent.SignatureVoided) {
        RunState then = Evolve.all(state, said);
        Decision more =
            Run.decide(
                Doctored.signaturesFit(then), new RunCommand.Tick(Map.of()), Actor.engine(), now);
        said.addAll(((Decision.Accepted) more).entries());
        break;
      }
      said.add(entry);
    }
    return new Decision.Accepted(said, Evolve.all(state, said));
  }

  private static Instant later(RunState state, Instant now) {
    return now.isBefore(state.lastAt()) ? state.lastAt() : now;
  }

  // --- what they see ---

  private RunState seen(RunState s, RunCommand command, Instant now) {
    return switch (mutant) {
      case GATE_OPENS_ON_INCONCLUSIVE -> Doctored.inconclusiveIsPassed(s);
      case FAILED_VERDICT_OVERWRITTEN ->
          command instanceof RunCommand.Answer a ? Doctored.reopened(s, a.key()) : s;
      case SIGNATURE_SURVIVES_CHANGE -> Doctored.signaturesFit(s);
      case ONE_PERSON_COUNTS_TWICE -> Doctored.signaturesTwice(s);
      case TRIGGER_FIRES_TWICE ->
          command instanceof RunCommand.Observe ? Doctored.nothingFired(s) : s;
      case DELAYED_DEED_TWICE -> command instanceof RunCommand.Tick ? Doctored.noDeedDone(s) : s;
      case NOT_REPROVED -> Doctored.noReproof(s);
      case WAIVER_NEVER_EXPIRES -> Doctored.waiversLast(s);
      case REOPENED_BEHIND_AN_ACT ->
          command instanceof RunCommand.Reopen ? Doctored.nothingDone(s) : s;
      case CHILD_FORGOTTEN -> forgetful(s, command);
      case OBJECTION_IGNORED -> Doctored.reopened(s, "pause");
      case HOLD_IGNORED -> s.proposal().isEmpty() ? Doctored.notHeld(s) : s;
      case DONE_NOT_ASKED -> Doctored.doneDenied(s, now);
      case REPEAT_UNDER_NEW_ID -> Doctored.noRepeats(s);
      case GRACE_FORGOTTEN -> Doctored.landsByDeadline(s);
      case SAMPLES_JUDGED_TWICE -> Doctored.sawNothing(s);
      case LOCK_FREED_EARLY -> s.phase() == Phase.ABORTING ? Doctored.nothingInFlight(s) : s;
      default -> s;
    };
  }

  private static RunState forgetful(RunState s, RunCommand command) {
    boolean stops = command instanceof RunCommand.Abort || command instanceof RunCommand.Rollback;
    boolean ends = command instanceof RunCommand.EndChild;
    return (stops || s.phase() != Phase.FORWARD) && !ends ? Doctored.noChildren(s) : s;
  }

  // --- what they hear ---

  private RunCommand heard(RunState s, RunCommand command) {
    return switch (command) {
      case RunCommand.Observe o -> observed(s, o);
      case RunCommand.End e
          when mutant == Mutant.UNSETTLED_IS_DONE && e.ending() == Ending.UNKNOWN ->
          new RunCommand.End(e.key(), e.op(), Ending.LANDED, e.message(), e.evidence());
      case RunCommand.Queue q when mutant == Mutant.QUEUE_STARTS_TWO ->
          new RunCommand.TakeLock(1_000, 0);
      case RunCommand.TakeLock t when mutant == Mutant.TOKEN_OF_RUN ->
          new RunCommand.TakeLock(1, 0);
      case RunCommand.Own o when mutant == Mutant.TOKEN_OF_RUN ->
          new RunCommand.Own(1, o.node(), o.lastSeen(), o.ahead());
      case RunCommand.TakeLock t when mutant == Mutant.EPOCH_NOT_RAISED ->
          new RunCommand.TakeLock(1, t.sequence());
      case RunCommand.Own o when mutant == Mutant.EPOCH_NOT_RAISED ->
          new RunCommand.Own(1, o.node(), o.lastSeen(), o.ahead());
      case RunCommand.Own o when mutant == Mutant.TAKEOVER_TRUSTS_CLOCK ->
          new RunCommand.Own(o.epoch(), o.node(), o.lastSeen(), Optional.of(Duration.ZERO));
      default -> command;
    };
  }

  private RunCommand observed(RunState s, RunCommand.Observe o) {
    Reading r = o.reading();
    boolean none = r.kind() == Reading.Kind.NO_DATA;
    boolean error = r.kind() == Reading.Kind.ERROR;
    if (mutant == Mutant.NO_DATA_IS_OK && none) {
      return with(o, List.of());
    }
    if (mutant == Mutant.ERROR_IS_BREACH && error) {
      List<Watch.Level> levels = s.plan().watch(o.watch()).watch().levels();
      return with(o, levels.stream().map(Watch.Level::name).toList());
    }
    return mutant == Mutant.SAMPLES_JUDGED_TWICE
        ? new RunCommand.Observe(o.watch(), r, Optional.empty(), o.evidence())
        : o;
  }

  private static RunCommand with(RunCommand.Observe o, List<String> breached) {
    Reading seen =
        new Reading(o.reading().at(), Reading.Kind.SEEN, 0, 0, "what came instead", breached);
    return new RunCommand.Observe(o.watch(), seen, o.previous(), o.evidence());
  }

  // --- what they say ---

  private List<Entry> said(RunState s, List<Entry> entries) {
    return switch (mutant) {
      case BAKE_COUNTS_BLIND_TIME -> without(entries, e -> e instanceof RunEvent.Blinded);
      case HOLD_COUNTS_GAP ->
          without(entries, e -> e instanceof RunEvent.Blinded b && b.cause().equals("gap"));
      case GAP_COUNTS -> without(entries, e -> e instanceof RunEvent.WindowGapped);
      case KNOWN_GOOD_TOO_SOON -> tooSoon(entries);
      case UNSETTLED_IS_FAILED -> failed(s, entries);
      default -> entries;
    };
  }

  private static List<Entry> without(
      List<Entry> entries, java.util.function.Predicate<RunEvent> which) {
    return entries.stream().noneMatch(e -> which.test(e.event()))
        ? entries
        : entries.stream().filter(e -> !which.test(e.event())).toList();
  }

  private static List<Entry> tooSoon(List<Entry> entries) {
    if (entries.stream().noneMatch(e -> e.event() instanceof RunEvent.WatchingBegan)) {
      return entries;
    }
    List<Entry> said = new ArrayList<>();
    for (Entry e : entries) {
      if (e.event() instanceof RunEvent.WatchingBegan) {
        RunEvent closed = new RunEvent.Closed(Outcome.SUCCEEDED, "as good as done");
        said.add(new Entry(e.at(), e.actor(), closed));
        return said;
      }
      said.add(e);
    }
    return said;
  }

  private static List<Entry> failed(RunState s, List<Entry> entries) {
    if (entries.isEmpty() || !(entries.getFirst().event() instanceof RunEvent.Owned)) {
      return entries;
    }
    List<Entry> said = new ArrayList<>(List.of(entries.getFirst()));
    for (String key : Doctored.keys(s)) {
      s.item(key)
          .act()
          .filter(a -> a.status() == ActState.Status.INTENDED)
          .ifPresent(a -> {
            RunEvent ended =
                new RunEvent.Ended(
                    key, a.act().op(), Ending.FAILED, "its engine ended", Optional.empty());
            said.add(new Entry(entries.getFirst().at(), Actor.engine(), ended));
          });
    }
    said.addAll(entries.subList(1, entries.size()));
    return said;
  }

  // --- what is to do ---

  @Override
  public List<Job> todo(RunState s, Instant at) {
    List<Job> jobs = Run.todo(seen(s, new RunCommand.Tick(Map.of()), at), at);
    if (mutant == Mutant.TIMER_LOST_ON_RESTART && process.recovering()) {
      return jobs.stream().filter(j -> j.lane() != Lane.TIME).toList();
    }
    boolean waits =
        mutant == Mutant.ROLLBACK_WAITS_FOR_ACT
            && s.phase() == Phase.ROLLING_BACK
            && s.landsUntil().filter(t -> t.isAfter(at)).isPresent();
    return waits ? jobs.stream().filter(j -> j.lane() != Lane.ROLLBACK).toList() : jobs;
  }
}
