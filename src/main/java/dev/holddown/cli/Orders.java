package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import dev.holddown.engine.Request;
import dev.holddown.view.Layout;
import dev.holddown.view.RunText;
import dev.holddown.view.RunView;
import dev.holddown.view.Waiting;
import java.util.List;

/** A person's command: sends it to the engine, says what came of it. */
final class Orders {
  private final Room room;
  private final VerbOptions common;
  private final Person person;

  Orders(Room room, VerbOptions common, Person person) {
    this.room = room;
    this.common = common;
    this.person = person;
  }

  /** A command for a run; the run may be left out when only one is open. */
  int forRun(String named, Ask ask, String done) {
    try (Link link = room.acting(common)) {
      String run = room.run(named, link);
      Request.Reply reply =
          link.ask(
              ask.with("run", run).with("as", person.name(room.environment())),
              Request.Reply.class);
      return say(link, reply, done);
    }
  }

  /** A command for one item: {@code RUN ITEM}, or {@code ITEM} when only one run is open. */
  int forItem(List<String> words, Ask ask, String done) {
    String run = words.size() > 1 ? words.getFirst() : "";
    String key = words.getLast();
    return forRun(run, ask.with("key", key), done + " \"" + key + "\"");
  }

  private int say(Link link, Request.Reply reply, String done) {
    if (common.json) {
      room.json(reply);
      return reply.accepted() ? Exit.DONE : Exit.NO;
    }
    if (!reply.accepted()) {
      throw new Stop(Exit.NO, reply.sentence());
    }
    room.out().println(done + " (run " + reply.run() + ")");
    RunView view = link.ask(Ask.of("show").with("run", reply.run()), RunView.class);
    after(view);
    return Exit.DONE;
  }

  /** What stands after it: who is waited for, or how it ended. */
  private void after(RunView view) {
    if (view.closed()) {
      room.out().println(view.standing().result().sentence());
      return;
    }
    for (Waiting wait : view.standing().waiting()) {
      room.out().println("Waiting for " + wait.who() + ": " + wait.brief());
      wait.ways().commands().forEach(command -> room.out().println("  " + command));
    }
    if (view.standing().waiting().isEmpty()) {
      Layout layout = room.layout();
      RunText.phaseLine(view, layout).forEach(room.out()::println);
      room.out().println("  holddown attach " + view.head().run());
    }
  }
}
