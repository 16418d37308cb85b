package dev.holddown.cli;

import dev.holddown.view.RunView;
import java.util.Optional;

/** Where a followed run is shown. */
interface Screen {
  /** The run, what was said last, and what is asked. */
  void show(RunView view, String said, Optional<String> prompt);

  /** A line was typed at the prompt. */
  void typed();

  /** The last picture, whole; nothing is redrawn after it. */
  void end(RunView view);
}
