package dev.holddown.cli;

import dev.holddown.cli.link.Ask;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attach-file}: a file beside a run or an item. */
@Command(
    name = "attach-file",
    description = {
      "Lays a file beside a run or one of its items, as evidence.",
      "Its bytes are kept as they are: take secrets out of it before."
    },
    footer = {
      "",
      "Example:",
      "  holddown attach-file promote_checkout-7k2m --item graphs --file before.png"
    })
final class AttachFileVerb implements Callable<Integer> {
  /** More does not fit a request. */
  private static final int FILE_BYTES_MAX = 5 * 1024 * 1024;

  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();
  @Mixin Person person = new Person();

  @Parameters(arity = "0..1", paramLabel = "[RUN]", description = "The run, when several are open.")
  String run = "";

  @Option(
      names = "--item",
      paramLabel = "ITEM",
      description = "The item it is about; without it, the run.")
  String item = "";

  @Option(
      names = "--file",
      required = true,
      paramLabel = "FILE",
      description = "The file; at most 5 MiB.")
  Path file = Path.of("");

  AttachFileVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Ask ask =
        Ask.of("attach-file")
            .with("key", item)
            .with("name", String.valueOf(file.getFileName()))
            .with("content", Base64.getEncoder().encodeToString(bytes()));
    return new Orders(room, common, person).forRun(run, ask, "attached " + file.getFileName());
  }

  private byte[] bytes() {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new Stop(
            Exit.NO,
            "the file "
                + file
                + " has more than "
                + FILE_BYTES_MAX
                + " bytes, which is the most; put it elsewhere and comment with a link");
      }
      return bytes;
    } catch (IOException e) {
      throw new Stop(Exit.NO, "the file " + file + " cannot be read: " + e.getMessage());
    }
  }
}
