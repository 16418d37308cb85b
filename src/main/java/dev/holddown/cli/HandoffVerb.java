package dev.holddown.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code handoff}: what somebody needs who takes a run over. */
@Command(
    name = "handoff",
    description = {
      "Writes what somebody needs who takes a run over, as a ZIP: summary, timeline, open items,",
      "owners, decisions, digests of the evidence, rollback card; SHA256SUMS proves its files.",
      "Of an incident: its clock, crew, snapshot, timeline, open questions, what must be proven."
    },
    footer = {
      "",
      "Examples:",
      "  holddown handoff promote_checkout-7k2m -o bundle.zip",
      "  holddown handoff inc-20260302-030700"
    })
final class HandoffVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin RunWord word = new RunWord();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to (default: handoff-RUN.zip).")
  Optional<Path> out = Optional.empty();

  HandoffVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() throws IOException {
    return new RunFile("handoff", ".zip").written(room, common, word.run, out);
  }
}
