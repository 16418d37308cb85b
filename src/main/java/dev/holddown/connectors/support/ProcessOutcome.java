package dev.holddown.connectors.support;

import java.time.Duration;

/** What came of a program. */
public sealed interface ProcessOutcome {
  /** Nothing was started. The message is a sentence. */
  record NotStarted(String message) implements ProcessOutcome {}

  /**
   * It ended by itself.
   *
   * @param exit its exit code; 128 + n when signal n ended it
   * @param dead whether nothing that it started is left in its process group
   */
  record Ended(int exit, Output output, boolean dead) implements ProcessOutcome {}

  /**
   * It was killed at its deadline.
   *
   * @param dead whether its process group is proven dead
   */
  record Killed(Output output, boolean dead) implements ProcessOutcome {}

  /** What it wrote; {@code cut} when the middle of stdout or stderr was left out. */
  record Output(String stdout, String stderr, boolean cut, Duration lasted) {}
}
