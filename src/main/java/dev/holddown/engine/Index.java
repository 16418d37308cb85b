package dev.holddown.engine;

import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Lane;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunState;
import dev.holddown.engine.port.EventStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The row of the run index that a state is listed under. */
final class Index {
  private Index() {}

  /** The row of a state that another one follows in the same transaction. */
  static EventStore.IndexRow passing(RunState state) {
    return row(state, Optional.of(state.lastAt()));
  }

  static EventStore.IndexRow row(RunState state, Instant now) {
    List<Job> todo = Run.todo(state, now);
    return row(state, onlyWaits(todo) ? nextMoment(todo) : Optional.of(state.lastAt()));
  }

  private static EventStore.IndexRow row(RunState state, Optional<Instant> due) {
    return new EventStore.IndexRow(
        state.head().run(),
        state.head().playbook(),
        state.head().title(),
        state.head().lock(),
        state.closed() && !state.over() ? EventStore.IndexRow.OWING : state.phase().name(),
        state.outcome().map(Enum::name).orElse(""),
        state.startedAt(),
        state.endedAt().orElse(state.lastAt()),
        due,
        state.version());
  }

  /** Whether nothing but a person, a moment or a lock is waited for. */
  static boolean onlyWaits(List<Job> todo) {
    return todo.stream().allMatch(job -> job.lane() == Lane.TIME || job.lane() == Lane.PERSON);
  }

  private static Optional<Instant> nextMoment(List<Job> todo) {
    return todo.stream()
        .filter(job -> job.lane() == Lane.TIME)
        .flatMap((Job job) -> job.notBefore().stream())
        .min(Instant::compareTo);
  }
}
