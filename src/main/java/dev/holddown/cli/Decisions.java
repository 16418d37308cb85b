package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import dev.holddown.engine.Request;
import java.util.List;
import java.util.function.Function;

/** What is decided for all runs: sends it, or shows how things stand. */
final class Decisions {
  private final Room room;
  private final VerbOptions common;

  Decisions(Room room, VerbOptions common) {
    this.room = room;
    this.common = common;
  }

  /** A person's decision; says what came of it. */
  int send(Ask ask, Person person, String done) {
    try (Link link = room.acting(common)) {
      Request.Reply reply =
          link.ask(ask.with("as", person.name(room.environment())), Request.Reply.class);
      if (common.json) {
        room.json(reply);
        return reply.accepted() ? Exit.DONE : Exit.NO;
      }
      if (!reply.accepted()) {
        throw new Stop(Exit.NO, reply.sentence());
      }
      room.out().println(done);
      return Exit.DONE;
    }
  }

  /** How things stand, as lines; {@code none} when there are none. */
  <T> int show(Ask ask, Class<T> type, Function<T, List<String>> lines, String none) {
    try (Link link = room.acting(common)) {
      T answer = link.ask(ask, type);
      if (common.json) {
        room.json(answer);
        return Exit.DONE;
      }
      List<String> shown = lines.apply(answer);
      room.print(shown.isEmpty() ? List.of(none) : shown);
      return Exit.DONE;
    }
  }
}
