package dev.holddown.cli;

import dev.holddown.view.RunView;

/** Something that reaches a terminal which follows a run. */
sealed interface Happening {
  /** The run as it stands. */
  record Seen(RunView view) implements Happening {}

  /** A line was typed. */
  record Typed(String line) implements Happening {}

  /** Ctrl-C, or a request to end. */
  record Interrupted(String signal) implements Happening {}

  /** No more pictures come: the engine ended, or the run cannot be followed. */
  record Lost(String why) implements Happening {}
}
