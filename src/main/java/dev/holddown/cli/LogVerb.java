package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import dev.holddown.view.EventLine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code log}: the events of a run. */
@Command(
    name = "log",
    description = "Prints every event of a run: when (UTC), who, what.",
    footer = {"", "Examples:", "  holddown log promote_checkout-7k2m", "  holddown log verify"})
final class LogVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin RunWord word = new RunWord();

  LogVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    List<EventLine> events = new ArrayList<>();
    try (Link link = room.mustRead(common)) {
      Ask ask = Ask.of("log").with("run", room.run(word.run, link));
      Answers.Page page;
      do {
        long after = events.isEmpty() ? 0 : events.getLast().version();
        page = link.ask(ask.with("after", after), Answers.Page.class);
        events.addAll(page.events());
      } while (page.more());
    }
    if (common.json) {
      room.json(events);
    } else {
      room.print(EventLine.lines(events, room.layout()));
    }
    return Exit.DONE;
  }
}
