package dev.holddown.cli;

import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.EngineServer;
import dev.holddown.cli.link.Hosted;
import dev.holddown.engine.port.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engine}: runs the engine in this process; the other verbs start it by themselves. */
@Command(
    name = "engine",
    hidden = true,
    description = {
      "Runs the engine of a data folder in this process, until no run has been open for a minute.",
      "Closing the terminal and Ctrl-C do not end it; SIGTERM does."
    },
    footer = {"", "Example:", "  holddown engine --data state --stay"})
final class EngineVerb implements Callable<Integer> {
  private static final int QUIET_SECONDS_MAX = 60;
  private static final int AGAIN_SECONDS = 5;

  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Option(names = "--stay", description = "Go on even when no run is open.")
  boolean stay;

  @Option(
      names = "--node",
      paramLabel = "NAME",
      description =
          "What this process is called in the log, among those that share a database (default: its"
              + " machine and process id).")
  String node = "";

  EngineVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    try (Signals.Taken hup = Signals.ignore("HUP");
        Signals.Taken interrupt = Signals.ignore("INT");
        Signals.Taken stop = Signals.ignore("TSTP");
        Signals.Taken term = Signals.on("TERM", end::countDown)) {
      Home home = room.home(common).named(node);
      int code = serve(home, end);
      while (code == Exit.FAILED && comesBack(home, end)) {
        code = again(home, end);
      }
      return code;
    }
  }

  /** A node of several comes back by itself when its database answers, as a new member. */
  private static boolean comesBack(Home home, CountDownLatch end) throws InterruptedException {
    return !home.database().isEmpty() && !end.await(AGAIN_SECONDS, TimeUnit.SECONDS);
  }

  private int again(Home home, CountDownLatch end) throws InterruptedException {
    try {
      return serve(home, end);
    } catch (StoreException e) {
      room.err().println(now() + " still not: " + e.getMessage());
      return Exit.FAILED;
    }
  }

  private int serve(Home home, CountDownLatch end) throws InterruptedException {
    Path folder = home.folder();
    try (Hosted hosted = Room.patiently(() -> room.kit().open(home));
        EngineServer server =
            EngineServer.open(
                folder, Desk.of(hosted, room.means()), room.kit().passing().nanos())) {
      room.out()
          .println(now() + " engine works on " + folder + ", pid " + ProcessHandle.current().pid());
      Optional<String> failure = untilQuiet(hosted, server, end);
      failure.ifPresent(why -> room.err().println(now() + " the engine failed: " + why));
      room.out().println(now() + " engine ends");
      return failure.isPresent() ? Exit.FAILED : Exit.DONE;
    } catch (IOException e) {
      throw new Stop(
          Exit.FAILED, "the socket in " + folder + " cannot be opened: " + e.getMessage());
    }
  }

  private Optional<String> untilQuiet(Hosted hosted, EngineServer server, CountDownLatch end)
      throws InterruptedException {
    int quiet = 0;
    while (quiet < QUIET_SECONDS_MAX && !end.await(1, TimeUnit.SECONDS)) {
      Optional<String> failure = hosted.failure();
      if (failure.isPresent()) {
        return failure;
      }
      boolean busy = stay || server.clients() > 0 || hasOpen(hosted);
      quiet = busy ? 0 : quiet + 1;
    }
    return Optional.empty();
  }

  /** While the store does not answer there may be; the engine itself says when it gives up. */
  private static boolean hasOpen(Hosted hosted) {
    try {
      return !hosted.store().open().isEmpty();
    } catch (StoreException e) {
      return true;
    }
  }

  private String now() {
    return room.kit().passing().clock().instant().toString();
  }
}
