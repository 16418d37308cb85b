package dev.holddown.cli;

import dev.holddown.cli.link.Link;
import dev.holddown.view.log.DecisionLog;
import dev.holddown.view.log.Further;
import dev.holddown.view.log.GovernanceFile;
import dev.holddown.view.log.LogTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code log governance}: every decision; also as {@code GOVERNANCE-LOG.md}. */
@Command(
    name = "governance",
    description = {
      "Prints every decision: who, when, what, why and how it was said, newest first.",
      "With --markdown or --into the whole log as GOVERNANCE-LOG.md, oldest first."
    },
    footer = {
      "",
      "Examples:",
      "  holddown log governance --search sha256:4be7d2a1",
      "  holddown log governance --into GOVERNANCE-LOG.md --keep"
    })
final class LogGovernanceVerb implements Callable<Integer> {
  private static final int LINES_MAX = 50_000;
  private static final int PAGE = 500;
  private static final long LOOK_MILLIS = 2_000;

  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin BookOptions book = new BookOptions();

  @Option(
      names = "--into",
      paramLabel = "FILE",
      description = "Writes the whole log into a file, at once or not at all.")
  Optional<Path> into = Optional.empty();

  @Option(
      names = "--keep",
      description = "Stays, and writes the file again after each new decision.")
  boolean keep;

  LogGovernanceVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() throws IOException {
    if (into.isPresent()) {
      return write(into.get());
    }
    if (keep) {
      throw Stop.usage("--keep needs --into FILE");
    }
    try (Link link = room.mustRead(common)) {
      if (book.form.markdown) {
        room.out().print(GovernanceFile.text(all(link)));
        room.out().flush();
        return Exit.DONE;
      }
      DecisionLog log = link.ask(book.ask("decisions"), DecisionLog.class);
      if (common.json) {
        room.json(log);
      } else {
        room.print(book.lines(LogTable.of(log)));
      }
    }
    return Exit.DONE;
  }

  private int write(Path file) throws IOException {
    boolean more = true;
    while (more) {
      String text;
      try (Link link = room.mustRead(common)) {
        text = GovernanceFile.text(all(link));
      }
      if (GovernanceKeeper.replaced(file, text.getBytes(StandardCharsets.UTF_8))) {
        room.out().println("Wrote " + file);
      }
      more = keep && waited();
    }
    return Exit.DONE;
  }

  private static boolean waited() {
    try {
      Thread.sleep(LOOK_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** All that fits the filter, page by page. */
  private DecisionLog all(Link link) {
    List<DecisionLog.Entry> all = new ArrayList<>();
    long before = book.before;
    while (all.size() < LINES_MAX) {
      DecisionLog page =
          link.ask(
              book.ask("decisions").with("limit", PAGE).with("before", before), DecisionLog.class);
      all.addAll(page.entries());
      before = page.further().before();
      if (before == 0) {
        return new DecisionLog(all, Further.none());
      }
    }
    return new DecisionLog(
        all,
        new Further(before, "It has more than " + LINES_MAX + " lines; older ones are left out."));
  }
}
