package dev.holddown.cli.link;

import dev.holddown.view.RunView;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Pictures of a run: on change at most four times a second, and once a second for the clocks. */
final class Following {
  private static final long LOOK_MILLIS = 250;
  private static final int LOOKS_QUIET_MAX = 4;

  private final Desk desk;
  private final String run;
  private final BooleanSupplier ended;

  Following(Desk desk, String run, BooleanSupplier ended) {
    this.desk = desk;
    this.run = run;
    this.ended = ended;
  }

  /** Gives each picture to {@code more} until it has enough; true when the run is closed. */
  boolean each(Predicate<RunView> more) {
    String shown = "";
    int quiet = 0;
    while (!ended.getAsBoolean()) {
      Desk.Frame frame = desk.frame(run);
      if (!frame.key().equals(shown) || ++quiet >= LOOKS_QUIET_MAX) {
        shown = frame.key();
        quiet = 0;
        if (!more.test(frame.view()) || frame.view().closed()) {
          return true;
        }
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }
}
