package dev.holddown.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code postmortem}: a draft of a postmortem. */
@Command(
    name = "postmortem",
    description = {
      "Writes a draft of a postmortem as Markdown: the timeline is filled in, what only people",
      "know is asked for."
    },
    footer = {"", "Example:", "  holddown postmortem incident-7k2m -o postmortem.md"})
final class PostmortemVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin RunWord word = new RunWord();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to (default: postmortem-RUN.md).")
  Optional<Path> out = Optional.empty();

  PostmortemVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() throws IOException {
    return new RunFile("postmortem", ".md").written(room, common, word.run, out);
  }
}
