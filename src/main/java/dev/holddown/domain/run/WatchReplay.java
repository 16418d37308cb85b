package dev.holddown.domain.run;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.watch.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Readings of the past through the windows of one watch: the very rules of a run, and nothing of
 * what a run would have done about it. Not safe for several threads.
 */
public final class WatchReplay {
  private final Plan.WatchKey key;
  private RunState state;
  private Optional<Instant> lastSeen = Optional.empty();

  private WatchReplay(Plan.WatchKey key, RunState state) {
    this.key = key;
    this.state = state;
  }

  /** Armed at a moment, in a run that has just begun. */
  public static WatchReplay of(Plan plan, RunHead head, String watch, Instant armedAt) {
    Plan.WatchKey key = plan.watch(watch);
    WatchReplay replay =
        new WatchReplay(
            key, Evolve.first(entry(armedAt, new RunEvent.Started(head, "replay")), plan));
    replay.apply(armedAt, List.of(new RunEvent.Armed(watch)));
    return replay;
  }

  /** The state that conditions are judged in. */
  public RunState state() {
    return state;
  }

  public Plan.WatchKey key() {
    return key;
  }

  /** What was decided up to and with this reading, in order; most decide nothing. */
  public List<Entry> observe(Reading reading) {
    List<Entry> entries = new ArrayList<>(delayed(reading.at()));
    RunCommand.Observe observed =
        new RunCommand.Observe(key.key(), reading, lastSeen, Optional.empty());
    entries.addAll(apply(reading.at(), Windows.observe(key, state.watch(key.key()), observed)));
    if (reading.kind() == Reading.Kind.SEEN) {
      lastSeen = Optional.of(lastSeen.filter(l -> l.isAfter(reading.at())).orElse(reading.at()));
    }
    return entries;
  }

  /** Deeds that waited, each at its own moment. */
  private List<Entry> delayed(Instant until) {
    List<Entry> entries = new ArrayList<>();
    WatchState watch = state.watch(key.key());
    List<Instant> due = new ArrayList<>();
    for (Watch.Level level : key.watch().levels()) {
      Instant fired = watch.fired().get(level.name());
      if (fired != null) {
        level.then().stream()
            .filter(then -> !then.after().isZero())
            .map(then -> fired.plus(then.after()))
            .filter(moment -> !moment.isAfter(until))
            .forEach(due::add);
      }
    }
    due.stream()
        .sorted()
        .distinct()
        .forEach(
            moment -> entries.addAll(apply(moment, List.copyOf(Triggers.delayed(state, moment)))));
    return entries;
  }

  private List<Entry> apply(Instant at, List<RunEvent> events) {
    List<Entry> entries = events.stream().map(event -> entry(at, event)).toList();
    if (!entries.isEmpty()) {
      state = Evolve.all(state, entries);
    }
    return entries;
  }

  private static Entry entry(Instant at, RunEvent event) {
    return new Entry(at, Actor.engine(), event);
  }
}
