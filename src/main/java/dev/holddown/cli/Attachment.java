package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import dev.holddown.cli.link.Refused;
import dev.holddown.engine.Request;
import dev.holddown.view.RunView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A terminal that follows a run, shows it and passes on what its person answers. */
final class Attachment {
  private final Room room;
  private final Link link;
  private final Screen screen;
  private final Manner manner;
  private final Questions questions;
  private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
  private Optional<RunView> last = Optional.empty();
  private String said = "";
  private boolean listening;
  private boolean aborted;
  private volatile boolean over;

  /**
   * How it is followed.
   *
   * @param person who answers
   * @param asks whether signatures are asked for at the prompt
   * @param foreground whether it is this process's own run: a No-Go before any change ends it, and
   *     it is left when it waits for a person whom nobody can ask
   */
  record Manner(String person, boolean asks, boolean foreground, boolean json) {}

  /**
   * How following ended.
   *
   * @param left the run goes on, or waits, without this terminal
   */
  record Ended(int exitCode, boolean left, Optional<RunView> view) {}

  Attachment(Room room, Link link, Manner manner) {
    this.room = room;
    this.link = link;
    this.manner = manner;
    this.questions = new Questions(manner.person(), room.kit().passing().clock());
    boolean live = room.kit().outside().terminal().writes();
    this.screen =
        manner.json()
            ? new SilentScreen(room.out())
            : live ? new LiveScreen(room) : new PlainScreen(room.out(), room.layout());
  }

  /** Follows a run until it is closed or left. */
  Ended follow(String run) {
    Thread.ofPlatform().daemon().name("follow").start(() -> watch(run));
    try (Signals.Taken interrupt = signal("INT");
        Signals.Taken end = signal("TERM")) {
      while (true) {
        Optional<Ended> ended = take(happenings.take());
        if (ended.isPresent()) {
          return ended.get();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return leave();
    } finally {
      over = true;
      last.ifPresent(screen::end);
      link.close();
    }
  }

  private Signals.Taken signal(String name) {
    return Signals.on(name, () -> happenings.add(new Happening.Interrupted(name)));
  }

  private void watch(String run) {
    try {
      boolean whole =
          link.follow(
              run,
              view -> {
                happenings.add(new Happening.Seen(view));
                return !over;
              });
      happenings.add(new Happening.Lost(whole ? "" : "the engine has ended"));
    } catch (Refused e) {
      happenings.add(new Happening.Lost(e.sentence()));
    } catch (RuntimeException e) {
      happenings.add(new Happening.Lost("the engine failed: " + e.getMessage()));
    }
  }

  private Optional<Ended> take(Happening happening) {
    return switch (happening) {
      case Happening.Seen seen -> seen(seen.view());
      case Happening.Typed typed -> typed(typed.line());
      case Happening.Interrupted interrupted -> interrupted(interrupted.signal());
      case Happening.Lost lost -> lost(lost.why());
    };
  }

  private Optional<Ended> seen(RunView view) {
    last = Optional.of(view);
    if (view.closed()) {
      return Optional.of(new Ended(view.standing().result().exitCode(), false, last));
    }
    Policy.Then then = manner.foreground() ? Policy.of(view, manner.asks()) : new Policy.Stay();
    if (then instanceof Policy.Abort abort && !aborted) {
      aborted = true;
      said = "NO-GO before anything was changed; the run is aborted";
      order(Ask.of("abort").with("run", view.head().run()).with("reason", abort.why()), said);
    } else if (then instanceof Policy.Leave leave) {
      return Optional.of(new Ended(leave.exitCode(), true, last));
    }
    if (manner.asks()) {
      questions.seen(view);
      listenOnce();
    }
    draw();
    return Optional.empty();
  }

  private void draw() {
    last.ifPresent(view -> screen.show(view, said, questions.prompt()));
  }

  /** A line that is typed when nothing is asked is read and passed over. */
  private void listenOnce() {
    if (!listening && questions.prompt().isPresent()) {
      listening = true;
      Thread.ofPlatform().daemon().name("keyboard").start(this::listen);
    }
  }

  private void listen() {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(room.kit().outside().in(), StandardCharsets.UTF_8));
    try {
      for (String line = lines.readLine(); line != null && !over; line = lines.readLine()) {
        happenings.add(new Happening.Typed(line));
      }
    } catch (IOException e) {
      happenings.add(new Happening.Lost("the terminal cannot be read: " + e.getMessage()));
    }
  }

  private Optional<Ended> typed(String line) {
    screen.typed();
    Move move = questions.typed(line);
    switch (move) {
      case Move.Leave leave -> {
        return Optional.of(leave());
      }
      case Move.Stay stay -> said = stay.said();
      case Move.Do act -> order(act.ask(), act.said());
    }
    draw();
    return Optional.empty();
  }

  private void order(Ask ask, String taken) {
    try {
      Request.Reply reply = link.ask(ask.with("as", manner.person()), Request.Reply.class);
      said = reply.accepted() ? taken : "refused: " + reply.sentence();
      if (!reply.accepted()) {
        questions.refused(ask);
      }
    } catch (Refused e) {
      said = e.sentence();
    }
  }

  private Optional<Ended> interrupted(String signal) {
    boolean menu = manner.asks() && signal.equals("INT") && last.isPresent();
    if (!menu || questions.interrupted()) {
      return Optional.of(leave());
    }
    listenOnce();
    draw();
    return Optional.empty();
  }

  private Ended leave() {
    return new Ended(Exit.WAITS, true, last);
  }

  private Optional<Ended> lost(String why) {
    if (last.isPresent() && last.get().closed()) {
      return Optional.of(new Ended(last.get().standing().result().exitCode(), false, last));
    }
    throw new Stop(
        Exit.WAITS,
        (why.isEmpty() ? "the run cannot be followed any more" : why)
            + "; what is recorded is safe. Take the run over with: holddown resume");
  }
}
