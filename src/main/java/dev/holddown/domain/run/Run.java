package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.House;
import dev.holddown.domain.playbook.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One execution of a playbook: {@code decide} what a command means, {@code evolve} by events, and
 * {@code todo}: what should be going on. Pure: time and names come in as values.
 */
public final class Run {
  /** More events than this and the run takes only what ends it. */
  public static final int EVENTS_MAX = 50_000;

  private static final int CONSEQUENCES_MAX = 10_000;

  private Run() {}

  /** The first event of a run. */
  public static Entry start(RunHead head, String playbookDigest, Actor starter, Instant at) {
    return new Entry(at, starter, new RunEvent.Started(head, playbookDigest));
  }

  /** The state that these events tell; {@code entries} begin with {@code Started}. */
  public static RunState fold(List<Entry> entries, Plan plan) {
    RunState state = Evolve.first(entries.getFirst(), plan);
    return Evolve.all(state, entries.subList(1, entries.size()));
  }

  /** The jobs that should be going on now; never empty for a run that is not closed. */
  public static List<Job> todo(RunState state, Instant at) {
    return Todo.of(state, at);
  }

  /** Why each open line of the way forward that has not begun may not begin now, by key. */
  public static Map<String, String> locked(RunState state, Instant at) {
    return Walk.locked(state, at);
  }

  /** When an item, a stage or what else has a moment opens or is due; empty while nobody knows. */
  public static Optional<Instant> moment(RunState state, Watch.Moment moment) {
    return Moments.at(state, moment, false);
  }

  /**
   * What a command means for a run, with everything that follows from it by itself.
   *
   * @param now never taken to be before the run's last event
   */
  public static Decision decide(RunState state, RunCommand command, Actor actor, Instant now) {
    return decide(state, command, actor, now, House.empty());
  }

  /** The same in a house with rules of its own: freezes, exceptions, policies. */
  public static Decision decide(
      RunState state, RunCommand command, Actor actor, Instant now, House house) {
    Instant at = now.isBefore(state.lastAt) ? state.lastAt : now;
    if (state.closed() && !takes(state, command)) {
      return late(state, command);
    }
    Optional<Decision.Refused> frozen = Freezing.refusal(state, house, command, at);
    if (frozen.isPresent()) {
      return frozen.get();
    }
    Optional<Decision.Refused> unsaid = Signing.unsaid(state, command, actor, at);
    if (unsaid.isPresent()) {
      return unsaid.get();
    }
    Decision decision = open(state, command, actor, new Moment(at, house));
    return full(state)
            && decision instanceof Decision.Accepted accepted
            && !ends(state, command, accepted)
        ? new Decision.Refused(
            "run "
                + state.head.run()
                + " has "
                + EVENTS_MAX
                + " events, which is the most a run may have; abort it or roll it back")
        : decision;
  }

  /** Whether a closed run takes a command: it is about something that is still owed. */
  public static boolean takes(RunState state, RunCommand command) {
    return Owed.takes(command) && Owed.open(state);
  }

  /** Whether a run may go forward no more: what is left is kept for its end. */
  static boolean full(RunState state) {
    boolean ends = state.phase == Phase.ROLLING_BACK || state.phase == Phase.ABORTING;
    return !ends && !state.closed() && state.version >= EVENTS_MAX;
  }

  /** Whether the decision ends the run's way forward, or only tells what became of its acts. */
  private static boolean ends(RunState state, RunCommand command, Decision.Accepted accepted) {
    boolean approves =
        command instanceof RunCommand.Sign sign && sign.key().equals(WayBack.APPROVAL);
    boolean overdue =
        accepted.entries().stream()
            .anyMatch(e -> e.event() instanceof RunEvent.Late late && Owed.isKey(late.key()));
    return Reports.reportsOnActs(command)
        || approves
        || overdue
        || accepted.entries().isEmpty()
        || accepted.after().phase != state.phase
        || accepted.after().proposal.isPresent() != state.proposal.isPresent();
  }

  /** A moment, and what holds for every run then. */
  record Moment(Instant at, House house) {}

  private static Decision open(RunState state, RunCommand command, Actor actor, Moment moment) {
    Instant at = moment.at();
    Map<String, Instant> lastOk =
        command instanceof RunCommand.Tick tick ? tick.lastOk() : Map.of();
    Direct.Outcome direct = new Direct(state, actor, moment).decide(command);
    if (direct.refusal().isPresent()) {
      return new Decision.Refused(direct.refusal().get());
    }
    boolean saysNothing = direct.events().isEmpty() && command instanceof RunCommand.Observe;
    if (saysNothing && state.stillRests(moment)) {
      return new Decision.Accepted(List.of(), state); // as most samples of most watches are
    }
    List<Entry> entries = new ArrayList<>();
    RunState after = state;
    for (RunEvent event : direct.events()) {
      after = append(after, new Entry(at, actor, event), entries);
      after = consequences(after, event, moment, entries);
    }
    RunState settled = settle(after, moment, lastOk, entries);
    return new Decision.Accepted(List.copyOf(entries), settled);
  }

  private static Decision late(RunState state, RunCommand command) {
    boolean report = Reports.reportsOnly(command);
    return report
        ? new Decision.Accepted(List.of(), state)
        : new Decision.Refused(
            "run "
                + state.head.run()
                + " is closed ("
                + state.outcome.orElseThrow()
                + "); nothing was changed");
  }

  /** What an event brings with it at once, in the same turn. */
  private static RunState consequences(
      RunState state, RunEvent event, Moment moment, List<Entry> entries) {
    Instant at = moment.at();
    RunState after = state;
    if (event instanceof RunEvent.Fired fired) {
      for (RunEvent follow : Triggers.follow(after, fired, moment)) {
        Actor actor = Actor.watch(fired.watch());
        after = append(after, new Entry(at, actor, follow), entries);
      }
    }
    if (event instanceof RunEvent.Turned turned && goesOnAfterFailing(after, turned)) {
      String text = "\"" + turned.key() + "\" failed and is passed over: " + turned.reason();
      RunEvent page = new RunEvent.Noticed(RunEvent.Noticed.UNNUMBERED, "page", List.of(), text);
      after = append(after, new Entry(at, Actor.engine(), page), entries);
    }
    return after;
  }

  private static boolean goesOnAfterFailing(RunState state, RunEvent.Turned turned) {
    boolean failed =
        turned.status().ended() && !turned.status().good() && turned.status() != ItemStatus.SKIPPED;
    return failed && state.plan.node(turned.key()).filter(n -> Walk.over(state, n)).isPresent();
  }

  private static RunState settle(
      RunState state, Moment moment, Map<String, Instant> lastOk, List<Entry> entries) {
    Instant at = moment.at();
    RunState after = state;
    for (int i = 0; i < CONSEQUENCES_MAX; i++) {
      List<RunEvent> next = Progress.next(after, moment, lastOk);
      if (next.isEmpty()) {
        if (lastOk.isEmpty()) {
          after.rests(moment);
        }
        return after;
      }
      if (next.stream().allMatch(event -> event instanceof RunEvent.Opened)) {
        List<Entry> opened =
            next.stream().map(event -> new Entry(at, Actor.engine(), event)).toList();
        entries.addAll(opened);
        after = Evolve.all(after, opened);
        continue;
      }
      for (RunEvent event : next) {
        after = append(after, new Entry(at, Actor.engine(), event), entries);
        after = consequences(after, event, moment, entries);
      }
    }
    throw new IllegalStateException(
        "run "
            + state.head.run()
            + " does not come to rest after "
            + CONSEQUENCES_MAX
            + " consequences of one command; last: "
            + entries.getLast().event());
  }

  private static RunState append(RunState state, Entry entry, List<Entry> entries) {
    Entry numbered = numbered(state, entry);
    entries.add(numbered);
    return Evolve.next(state, numbered);
  }

  /** Notices are numbered as they are appended, so that no two of a run have the same id. */
  private static Entry numbered(RunState state, Entry entry) {
    return entry.event() instanceof RunEvent.Noticed n
        ? new Entry(
            entry.at(),
            entry.actor(),
            new RunEvent.Noticed("n" + (state.notices + 1), n.deed(), n.to(), n.text()))
        : entry;
  }
}
