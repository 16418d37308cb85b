package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import dev.holddown.cli.link.Refused;
import dev.holddown.view.RunView;
import java.util.Optional;

/** Follows a run, and the run that takes it back when there is one. */
final class Follow {
  private static final int TRIES_MAX = 50;

  private final Room room;
  private final VerbOptions common;
  private final Person person;

  Follow(Room room, VerbOptions common, Person person) {
    this.room = room;
    this.common = common;
    this.person = person;
  }

  /** The exit code of the run, or 3 when it was left. */
  int until(Link link, String run) {
    Attachment.Ended ended = once(link, run);
    if (ended.left()) {
      left(run);
      return ended.exitCode();
    }
    Optional<String> outcome = ended.view().flatMap(view -> view.standing().result().outcome());
    if (outcome.filter("TAKEN_BACK"::equals).isPresent()) {
      String back = run + "-back";
      Link again = room.acting(common);
      appeared(again, back);
      return until(again, back);
    }
    return ended.exitCode();
  }

  private Attachment.Ended once(Link link, String run) {
    Attachment.Manner manner =
        new Attachment.Manner(
            person.name(room.environment()),
            room.interactive() && !common.json,
            false,
            common.json);
    return new Attachment(room, link, manner).follow(run);
  }

  private void appeared(Link link, String run) {
    for (int i = 0; i < TRIES_MAX; i++) {
      try {
        link.ask(Ask.of("show").with("run", run), RunView.class);
        return;
      } catch (Refused e) {
        Room.rest();
      }
    }
    throw new Stop(Exit.FAILED, "the run " + run + " that takes it back has not appeared");
  }

  private void left(String run) {
    if (!common.json) {
      room.out().println("Left " + run + " as it is. Back to it with: holddown attach " + run);
    }
  }
}
