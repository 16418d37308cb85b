package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The run (default: the only open one).")
  String run = "";

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
    String name;
    Answers.Evidence made;
    try (Link link = room.mustRead(common)) {
      name = room.run(run, link);
      made = link.ask(Ask.of("postmortem").with("run", name), Answers.Evidence.class);
    }
    Path file = out.orElseGet(() -> Path.of("postmortem-" + name + ".md"));
    Files.write(file, Base64.getDecoder().decode(made.base64()));
    if (common.json) {
      room.json(java.util.Map.of("file", file.toString(), "digest", made.digest()));
    } else {
      room.out().println("Wrote " + file + " (sha256:" + made.digest() + ")");
    }
    return Exit.DONE;
  }
}
