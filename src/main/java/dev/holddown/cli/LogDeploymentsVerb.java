package dev.holddown.cli;

import dev.holddown.cli.link.Link;
import dev.holddown.view.log.DeploymentLog;
import dev.holddown.view.log.LogTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code log deployments}: prints who brought which version where, and what became of it, newest
 * first.
 */
@Command(
    name = "deployments",
    description = "Prints who brought which version where, and what became of it, newest first.",
    footer = {
      "",
      "Example:",
      "  holddown log deployments --service checkout --csv > deployments.csv"
    })
final class LogDeploymentsVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin BookOptions book = new BookOptions();

  LogDeploymentsVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    DeploymentLog log;
    try (Link link = room.mustRead(common)) {
      log = link.ask(book.ask("deployments"), DeploymentLog.class);
    }
    if (common.json) {
      room.json(log);
    } else {
      room.print(book.lines(LogTable.of(log)));
    }
    return Exit.DONE;
  }
}
