package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.EngineClient;
import dev.holddown.cli.link.EngineServer;
import dev.holddown.cli.link.Hosted;
import dev.holddown.cli.link.Link;
import dev.holddown.cli.link.LocalLink;
import dev.holddown.cli.link.Refused;
import dev.holddown.view.RunView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A run whose engine is this process. When it is left while something may have been changed, an
 * engine of its own goes on, so that its watches keep looking.
 */
final class Foreground {
  private static final int TRIES_MAX = 50;

  private final Room room;
  private final VerbOptions common;

  Foreground(Room room, VerbOptions common) {
    this.room = room;
    this.common = common;
  }

  /** Starts it and follows it to its end, or until a person is needed. */
  int run(Home home, Starting starting) {
    Path folder = home.folder();
    Optional<EngineClient> there = new Engines(room.kit()).find(home);
    if (there.isPresent()) {
      Attachment.Ended ended =
          follow(there.get(), RunVerb.started(room, there.get(), starting), starting.starter());
      return leave(home, ended, false);
    }
    Attachment.Ended ended;
    try (Hosted hosted = Room.patiently(() -> room.kit().open(home))) {
      ended = serve(folder, hosted, starting);
    }
    return leave(home, ended, true);
  }

  private Attachment.Ended serve(Path folder, Hosted hosted, Starting starting) {
    Desk desk = Desk.of(hosted, room.means());
    try (EngineServer server = EngineServer.open(folder, desk, room.kit().passing().nanos())) {
      Link link = new LocalLink(hosted, desk, false);
      String run = RunVerb.started(room, link, starting);
      return follow(link, run, starting.starter());
    } catch (IOException e) {
      throw new Stop(
          Exit.FAILED, "the socket in " + folder + " cannot be opened: " + e.getMessage());
    }
  }

  private Attachment.Ended follow(Link link, String run, String starter) {
    Attachment.Manner manner =
        new Attachment.Manner(starter, room.interactive() && !common.json, true, common.json);
    Attachment.Ended ended = new Attachment(room, link, manner).follow(run);
    Optional<String> outcome = ended.view().flatMap(v -> v.standing().result().outcome());
    if (outcome.filter("TAKEN_BACK"::equals).isEmpty()) {
      return ended;
    }
    String back = run + "-back";
    appeared(link, back);
    return new Attachment(room, link, manner).follow(back);
  }

  private static void appeared(Link link, String run) {
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

  private int leave(Home home, Attachment.Ended ended, boolean ownEngine) {
    if (!ended.left()) {
      return ended.exitCode();
    }
    String run = ended.view().map(v -> v.head().run()).orElse("");
    boolean touched = ended.view().filter(v -> v.standing().notes().touched()).isPresent();
    if (ownEngine && touched) {
      new Engines(room.kit()).launch(home).close();
    }
    if (!common.json) {
      room.out()
          .println(
              ownEngine && !touched
                  ? "Left as it is; nothing was changed. To go on: holddown resume, then holddown"
                      + " attach "
                      + run
                  : "Left; the engine goes on with it. Back to it with: holddown attach " + run);
    }
    return ended.exitCode();
  }
}
