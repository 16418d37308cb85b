package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code restore}: a data folder from a backup. */
@Command(
    name = "restore",
    description = "Makes a data folder, which must not be there yet, from a backup that is whole.",
    footer = {"", "Example:", "  holddown restore /backup/holddown-2026-03-02 --data ./data"})
final class RestoreVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "BACKUP", description = "The folder that backup made.")
  Path from = Path.of("");

  RestoreVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Answers.Backup made =
        room.kit().restore(from.toAbsolutePath().normalize(), room.folder(common));
    if (common.json) {
      room.json(made);
    } else {
      room.out().println(sentence("restored to ", made));
      room.out()
          .println(
              "Put the secrets back into its folder secrets/ (0600). Runs that were open go on at"
                  + " the next start: make sure that the old folder is not worked on any more.");
    }
    return Exit.DONE;
  }

  static String sentence(String what, Answers.Backup made) {
    return what
        + made.folder()
        + ": "
        + made.events()
        + " events of "
        + made.runs()
        + " runs, "
        + made.evidence()
        + " pieces of evidence, read again and whole";
  }
}
