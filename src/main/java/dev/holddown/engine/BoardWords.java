package dev.holddown.engine;

import dev.holddown.domain.board.Board;
import dev.holddown.domain.board.BoardState;
import dev.holddown.domain.board.Score;
import dev.holddown.domain.board.Tracked;
import dev.holddown.domain.playbook.Watch;
import dev.holddown.domain.run.Entry;
import dev.holddown.domain.run.RunEvent;
import java.util.List;

/** Who is told of a board, and in which words. */
final class BoardWords {
  private BoardWords() {}

  /** A level that stands from now on pages and notifies as its {@code then} says. */
  static void fired(Board board, Tracked tracked, Entry entry, Alerts alerts) {
    if (!(entry.event() instanceof RunEvent.Fired fired)
        || tracked.monitor().watch().levels().stream()
            .noneMatch(level -> level.name().equals(fired.level()))) {
      return;
    }
    String text =
        board.heading().title()
            + ": "
            + tracked.monitor().watch().title()
            + " is "
            + (fired.level().equals("breach") ? "in breach" : fired.level())
            + ": "
            + fired.reason();
    for (Watch.Then then : fired.then()) {
      boolean page = then.deed() == Watch.Then.Deed.PAGE;
      List<String> to = page ? List.of("") : then.to();
      to.forEach(address -> alerts.tell(address, text));
    }
  }

  /** A health that has turned red pages those whom the board names. */
  static void turnedRed(BoardState state, Alerts alerts) {
    Score score = state.score().orElseThrow();
    if (score.health().page().isEmpty()) {
      return;
    }
    String worst =
        state.anomalies().isEmpty()
            ? ""
            : "; first: " + state.anomalies().getFirst().monitor().watch().title();
    alerts.tell(
        "",
        state.board().heading().title()
            + " is red: health "
            + score.value()
            + ", red below "
            + score.health().redBelow()
            + worst);
  }
}
