package dev.holddown.cli;

import dev.holddown.view.PlaceView;
import dev.holddown.view.RunView;
import dev.holddown.view.Standing;

/** What becomes of a run in the foreground that cannot go on by itself, such as in a job of CI. */
final class Policy {
  private Policy() {}

  /** What follows from a picture. */
  sealed interface Then {}

  /** Go on looking. */
  record Stay() implements Then {}

  /** It said No-Go and nothing was changed. */
  record Abort(String why) implements Then {}

  /** A person is needed; the run stays as it is. */
  record Leave(int exitCode) implements Then {}

  /** {@code asks}: whether somebody is there who is asked. */
  static Then of(RunView view, boolean asks) {
    Standing standing = view.standing();
    if (!standing.phase().equals("FORWARD") || !standing.notes().idle()) {
      return new Stay();
    }
    boolean noGo =
        view.stages().stream()
            .map(PlaceView::status)
            .anyMatch(status -> status.word().equals("no-go"));
    if (noGo && !standing.notes().touched()) {
      return new Abort("NO-GO before anything was changed");
    }
    if (asks || standing.waiting().isEmpty()) {
      return new Stay();
    }
    return new Leave(noGo ? Exit.FAILED : Exit.WAITS);
  }
}
