package dev.holddown.engine;

import dev.holddown.domain.kernel.Actor;
import dev.holddown.domain.permit.House;
import dev.holddown.domain.run.Decision;
import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.Run;
import dev.holddown.domain.run.RunCommand;
import dev.holddown.domain.run.RunState;
import java.time.Instant;
import java.util.List;

/**
 * The two questions that the engine asks of a run. Production has one answer, {@link #OF_RUN}; the
 * simulator puts broken ones in its place to see whether its oracles notice.
 */
public interface Rules {
  /** The rules as they are. */
  Rules OF_RUN =
      new Rules() {
        @Override
        public Decision decide(RunState state, RunCommand command, Actor actor, Instant now) {
          return Run.decide(state, command, actor, now);
        }

        @Override
        public Decision decide(
            RunState state, RunCommand command, Actor actor, Instant now, House house) {
          return Run.decide(state, command, actor, now, house);
        }

        @Override
        public List<Job> todo(RunState state, Instant at) {
          return Run.todo(state, at);
        }
      };

  /** What a command means for a run. */
  Decision decide(RunState state, RunCommand command, Actor actor, Instant now);

  /** The same in a house with rules of its own; rules that know of none see none. */
  default Decision decide(
      RunState state, RunCommand command, Actor actor, Instant now, House house) {
    return decide(state, command, actor, now);
  }

  /** What should be going on now. */
  List<Job> todo(RunState state, Instant at);
}
