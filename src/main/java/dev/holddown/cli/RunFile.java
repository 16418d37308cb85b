package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a file that is made of a run.
 *
 * @param kind what is asked for, and how the file's name begins
 * @param suffix how its name ends
 */
record RunFile(String kind, String suffix) {
  /** Asks for it and writes it, to {@code kind-RUN} here when nobody says where. */
  int written(Room room, VerbOptions common, String run, Optional<Path> out) throws IOException {
    String name;
    Answers.Evidence made;
    try (Link link = room.mustRead(common)) {
      name = room.run(run, link);
      made = link.ask(Ask.of(kind).with("run", name), Answers.Evidence.class);
    }
    Path file = out.orElseGet(() -> Path.of(kind + "-" + name + suffix));
    Files.write(file, Base64.getDecoder().decode(made.base64()));
    if (common.json) {
      room.json(Map.of("file", file.toString(), "digest", made.digest()));
    } else {
      room.out().println("Wrote " + file + " (sha256:" + made.digest() + ")");
    }
    return Exit.DONE;
  }
}
