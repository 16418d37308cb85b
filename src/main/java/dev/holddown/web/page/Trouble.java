package dev.holddown.web.page;

import dev.holddown.view.PlaceView;
import dev.holddown.view.RunView;
import dev.holddown.view.StatusView;
import dev.holddown.view.WatchView;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What matters most about a run.
 *
 * @param rank 0 is the worst; runs are listed by it
 * @param sentence empty when all goes as it should
 */
record Trouble(int rank, Tone tone, String sentence) {
  private static final int CALM = 90;

  static Trouble of(RunView view) {
    if (view.closed()) {
      boolean person = view.standing().result().exitCode() == 5;
      return new Trouble(
          person ? 15 : CALM + 5,
          person ? Tone.BAD : Tone.DIM,
          view.standing().result().sentence());
    }
    return Stream.of(back(view), watches(view), halted(view), noGo(view), waits(view))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> new Trouble(CALM, Tone.DIM, StatusView.line(view).tail().note()));
  }

  private static Optional<Trouble> back(RunView view) {
    return switch (view.standing().phase()) {
      case "ROLLING_BACK" ->
          Optional.of(new Trouble(0, Tone.BAD, "Cause: " + view.back().cause().orElse("")));
      case "ABORTING" -> Optional.of(new Trouble(5, Tone.BAD, StatusView.line(view).tail().note()));
      default -> Optional.empty();
    };
  }

  private static Optional<Trouble> watches(RunView view) {
    return view.watches().stream()
        .filter(watch -> watch.status().equals("breach") || watch.status().equals("blind"))
        .findFirst()
        .map(watch ->
            new Trouble(watch.status().equals("breach") ? 10 : 20, Tone.BAD, sentence(watch)));
  }

  static String sentence(WatchView watch) {
    if (watch.status().equals("blind")) {
      return watch.title() + " is " + watch.seen().why();
    }
    return watch.title() + ": " + WatchCard.countdown(watch);
  }

  private static Optional<Trouble> halted(RunView view) {
    var notes = view.standing().notes();
    if (notes.proposal().isPresent()) {
      return Optional.of(
          new Trouble(12, Tone.BAD, "A rollback is proposed: " + notes.proposal().get()));
    }
    return notes.held().map(why -> new Trouble(30, Tone.WARN, "Held: " + why));
  }

  private static Optional<Trouble> noGo(RunView view) {
    return view.stages().stream()
        .filter(PlaceView::open)
        .filter(stage -> stage.status().word().equals("no-go"))
        .findFirst()
        .map(stage -> new Trouble(25, Tone.BAD, stage.title() + ": " + stage.sentence()));
  }

  private static Optional<Trouble> waits(RunView view) {
    if (view.standing().waiting().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Trouble(40, Tone.WARN, Needed.sentence(view)));
  }
}
