package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import dev.holddown.engine.port.EventStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code log verify}: whether anybody changed the log. */
@Command(
    name = "verify",
    description = "Walks the hash chain of every run and names the first bad event.",
    footer = {"", "Example:", "  holddown log verify"})
final class LogVerifyVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  LogVerifyVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    EventStore.Verification found;
    try (Link link = room.mustRead(common)) {
      found = link.ask(Ask.of("verify"), EventStore.Verification.class);
    }
    if (common.json) {
      room.json(found);
    } else {
      room.out().println(sentence(found));
    }
    return found.firstBad().isEmpty() ? Exit.DONE : Exit.NO;
  }

  private static String sentence(EventStore.Verification found) {
    String counts = found.events() + " events of " + found.runs() + " runs";
    return found
        .firstBad()
        .map(bad ->
            "BROKEN: the first bad event is number "
                + bad.version()
                + " of run "
                + bad.run()
                + " (position "
                + bad.position()
                + "): "
                + bad.why()
                + ". Looked at "
                + counts)
        .orElse("WHOLE: " + counts + ", each hash fits the one before");
  }
}
