package dev.holddown.web.page;

import dev.holddown.view.RunView;
import dev.holddown.view.Waiting;

/** Who is waited for, in a sentence. */
final class Needed {
  private Needed() {}

  /** The first, and how many more. */
  static String sentence(RunView view) {
    Waiting first = view.standing().waiting().getFirst();
    int more = view.standing().waiting().size() - 1;
    return "Waits for "
        + first.who()
        + ": "
        + first.brief()
        + (more > 0 ? " (and " + more + " more)" : "");
  }
}
