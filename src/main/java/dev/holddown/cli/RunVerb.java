package dev.holddown.cli;

import dev.holddown.cli.link.Link;
import dev.holddown.domain.playbook.Playbook;
import dev.holddown.engine.Request;
import dev.holddown.playbooks.Nearest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}: start a run and follow it. */
@Command(
    name = "run",
    description = {
      "Starts a run of a playbook and follows it. The engine goes on when the terminal is closed.",
      "Ctrl-C asks: leave it running, hold it, or roll it back."
    },
    footer = {
      "",
      "Examples:",
      "  holddown run CHECKLIST.md",
      "  holddown run release.yaml --input version=1.4.2 --env prod",
      "  holddown run release.yaml --input version=1.4.2 --dry-run",
      "  holddown run release.yaml --input version=1.4.2 --foreground"
    })
final class RunVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(index = "0", paramLabel = "PLAYBOOK", description = "The file.")
  Path file = Path.of("");

  @Option(
      names = {"-i", "--input"},
      paramLabel = "NAME=VALUE",
      description = "A value that the playbook asks for; once for each.")
  List<String> inputs = new ArrayList<>();

  @Option(names = "--env", paramLabel = "E", description = "Which of its environments.")
  String environment = "";

  @Mixin ThroughFreeze through = new ThroughFreeze();

  @Option(names = "--dry-run", description = "Say what would be done; start nothing.")
  boolean dryRun;

  @Option(
      names = "--foreground",
      description = "Run in this process, for CI: ends with the run, or when a person is needed.")
  boolean foreground;

  @Option(names = "--detach", description = "Start it and do not follow it.")
  boolean detach;

  RunVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Playbook playbook = new PlaybookFiles(room, common).sound(file);
    Starting starting =
        new Starting(
            playbook,
            environment(playbook),
            new Inputs(room, common).read(playbook, inputs),
            person.name(room.environment()),
            through.values());
    if (dryRun) {
      return new DryRun(room, common).of(starting);
    }
    if (foreground) {
      return new Foreground(room, common).run(room.home(common), starting);
    }
    Link link = room.acting(common);
    String run = started(room, link, starting);
    if (detach) {
      link.close();
      if (common.json) {
        room.json(java.util.Map.of("run", run));
      } else {
        room.out().println("started " + run + "; follow it with: holddown attach " + run);
      }
      return Exit.DONE;
    }
    return new Follow(room, common, person).until(link, run);
  }

  /** Starts it; an id that is taken already is drawn again. */
  static String started(Room room, Link link, Starting starting) {
    Request.Reply reply = new Request.Reply(false, "", "no id was free", 0);
    for (int i = 0; i < 3; i++) {
      reply = link.ask(starting.ask("start", room.kit()), Request.Reply.class);
      if (reply.accepted()) {
        return reply.run();
      }
      if (!reply.sentence().endsWith("exists already")) {
        break;
      }
    }
    throw new Stop(Exit.NO, reply.sentence());
  }

  private String environment(Playbook playbook) {
    List<String> known = playbook.subject().environments();
    if (environment.isEmpty() && known.size() == 1) {
      return known.getFirst();
    }
    if (environment.isEmpty()) {
      throw Stop.usage(
          "the playbook may go to " + String.join(", ", known) + "; choose with --env");
    }
    if (!known.contains(environment)) {
      throw Stop.usage(
          "--env "
              + environment
              + ": the playbook may go to "
              + String.join(", ", known)
              + Nearest.to(environment, known).map(n -> "; did you mean " + n + "?").orElse(""));
    }
    return environment;
  }
}
