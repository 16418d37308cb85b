package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import dev.holddown.cli.link.Refused;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code may-i-deploy}: a yes or no for a job of CI. */
@Command(
    name = "may-i-deploy",
    description = {
      "Says whether a service may be deployed now: no run holds it.",
      "Exit codes: 0 yes · 1 no · 3 cannot tell. Nothing is reserved by asking."
    },
    footer = {
      "",
      "Example:",
      "  holddown may-i-deploy checkout --env prod --server https://holddown.example"
    })
final class MayDeployVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Option(names = "--env", required = true, paramLabel = "E", description = "The environment.")
  String environment = "";

  MayDeployVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Answers.Clearance clearance = clearance();
    if (common.json) {
      room.json(clearance);
    } else {
      room.out().println(clearance.answer() + ": " + clearance.reason());
      clearance.items().forEach(item -> told(clearance, item));
    }
    return switch (clearance.answer()) {
      case "YES" -> Exit.DONE;
      case "NO" -> Exit.NO;
      default -> Exit.WAITS;
    };
  }

  /** A line that fails, how to look at it, and where its exception stands when it may have one. */
  private void told(Answers.Clearance clearance, String item) {
    room.out().println("  " + item + "  holddown show " + clearance.run());
    clearance.exceptions().stream()
        .filter(by -> by.item().equals(item))
        .forEach(by ->
            room.out()
                .println(
                    "    exception "
                        + (by.row().isEmpty() ? "" : by.row() + ": ")
                        + by.state()
                        + "; "
                        + room.address(common)
                        + by.path()));
  }

  /** Whatever keeps the question from being answered is no yes. */
  private Answers.Clearance clearance() {
    try {
      Optional<Link> link = room.reading(common);
      if (link.isEmpty()) {
        return unknown("nothing has been run in " + room.folder(common) + " yet");
      }
      try (Link open = link.get()) {
        Ask ask = Ask.of("may-i-deploy").with("service", service).with("environment", environment);
        return open.ask(ask, Answers.Clearance.class);
      }
    } catch (Refused e) {
      return unknown(e.sentence());
    }
  }

  private static Answers.Clearance unknown(String reason) {
    return new Answers.Clearance("UNKNOWN", reason, "", List.of());
  }
}
