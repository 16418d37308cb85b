package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code retention}: what is kept no longer, and its removal. */
@Command(
    name = "retention",
    description = {
      "Says what the workspace keeps no longer, or removes it: proofs and samples of runs that",
      "closed long ago, and messages that were delivered. No event of the log is touched; it",
      "cites the digest of what is gone. A server and an engine do the same four times a day."
    },
    footer = {
      "",
      "Examples:",
      "  holddown retention --dry-run",
      "  holddown retention --apply",
      "  holddown retention --dry-run --evidence 400"
    })
final class RetentionVerb implements Callable<Integer> {
  private static final int RUNS_SHOWN = 20;

  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @ArgGroup(exclusive = true, multiplicity = "1")
  Way way = new Way();

  /** One of the two must be said. */
  static final class Way {
    @Option(names = "--dry-run", description = "Says what would be removed, and removes nothing.")
    boolean dry;

    @Option(names = "--apply", description = "Removes it.")
    boolean apply;
  }

  @Option(
      names = "--evidence",
      paramLabel = "DAYS",
      description = "Keep proofs and samples so long (default: as the workspace says).")
  long evidence;

  @Option(
      names = "--messages",
      paramLabel = "DAYS",
      description = "Keep delivered messages so long (default: as the workspace says).")
  long messages;

  RetentionVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    if (room.server(common).isPresent()) {
      throw Stop.usage("retention works on the machine of the data folder; leave --server out");
    }
    Answers.Retention answer;
    try (Link link = room.mustRead(common)) {
      Ask ask =
          Ask.of("retention")
              .with("apply", way.apply)
              .with("evidence", evidence)
              .with("messages", messages);
      answer = link.ask(ask, Answers.Retention.class);
    }
    if (way.apply) {
      Accounts.of(room, common).sessions().forgetEnded();
    }
    if (common.json) {
      room.json(answer);
    } else {
      print(answer);
    }
    return Exit.DONE;
  }

  private void print(Answers.Retention answer) {
    Answers.Removal removal = answer.removal();
    room.out()
        .println(
            String.format(
                Locale.ROOT,
                "%s %d pieces of evidence (%.1f MB) and %d samples of %d closed runs, and %d"
                    + " delivered messages",
                answer.applied() ? "removed" : "would remove",
                removal.evidence() - answer.left(),
                removal.bytes() / 1e6,
                removal.samples(),
                removal.runs().size(),
                removal.messages()));
    removal.runs().stream().limit(RUNS_SHOWN).forEach(run -> room.out().println("  " + run));
    if (removal.runs().size() > RUNS_SHOWN) {
      room.out().println("  and " + (removal.runs().size() - RUNS_SHOWN) + " more");
    }
    if (!answer.spared().isEmpty()) {
      room.out()
          .println(
              "kept, though old: "
                  + String.join(", ", answer.spared())
                  + " (the last good one, or named by an open run)");
    }
    if (answer.left() > 0) {
      room.out()
          .println(answer.left() + " pieces were put again within the hour and stay; repeat later");
    }
  }
}
