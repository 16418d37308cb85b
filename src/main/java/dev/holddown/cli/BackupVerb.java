package dev.holddown.cli;

import dev.holddown.cli.link.Answers;
import dev.holddown.cli.link.Ask;
import dev.holddown.cli.link.Link;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code backup}: a copy of the data folder, made while an engine works on it. */
@Command(
    name = "backup",
    description =
        "Copies log, evidence and cards to a new folder and reads all of it again; runs go on."
            + " Secrets are not in it.",
    footer = {"", "Example:", "  holddown backup /backup/holddown-2026-03-02"})
final class BackupVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "FOLDER", description = "A folder that is not there yet.")
  Path to = Path.of("");

  BackupVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    if (room.server(common).isPresent()) {
      throw Stop.usage("a backup is made on the machine of the data folder; leave --server out");
    }
    Answers.Backup made;
    try (Link link = room.mustRead(common)) {
      String folder = to.toAbsolutePath().normalize().toString();
      made = link.ask(Ask.of("backup").with("to", folder), Answers.Backup.class);
    }
    if (common.json) {
      room.json(made);
    } else {
      room.out().println(RestoreVerb.sentence("backed up to ", made));
    }
    return Exit.DONE;
  }
}
