package dev.holddown.engine;

import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.RunState;

/** Who does the jobs. The engine starts each id once and cancels what is no longer to do. */
public interface Jobs {
  /** A run came into memory: its jobs will follow. Must return at once. */
  default void prepare(RunState state) {}

  /** Must return at once; what comes of it arrives as commands. */
  void start(RunState state, Job job);

  /** The job is no longer to do; an act that cannot be stopped reports its end all the same. */
  void cancel(String run, String jobId);

  /** Nothing of this run is to do any more. */
  void forget(String run);
}
