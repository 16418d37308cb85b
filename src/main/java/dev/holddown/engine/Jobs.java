package dev.holddown.engine;

import dev.holddown.domain.run.Job;
import dev.holddown.domain.run.RunState;

/** Who does the jobs. The engine starts each id once and cancels what is no longer to do. */
public interface Jobs {
  /** Must return at once; what comes of it arrives as commands. */
  void start(RunState state, Job job);

  /** The job is no longer to do; an act that cannot be stopped reports its end all the same. */
  void cancel(String run, String jobId);

  /** Nothing of this run is to do any more. */
  void forget(String run);
}
