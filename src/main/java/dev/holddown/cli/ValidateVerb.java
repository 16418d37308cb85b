package dev.holddown.cli;

import dev.holddown.playbooks.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code validate}: everything that is wrong with a playbook, at once. */
@Command(
    name = "validate",
    description = {
      "Says everything that is wrong with a playbook: file, line, column, what, and the cure.",
      "Says too what is understood and not run by this version yet.",
      "Nothing is run and nothing outside is asked."
    },
    footer = {
      "",
      "Examples:",
      "  holddown validate release.yaml",
      "  holddown validate playbooks/"
    })
final class ValidateVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(
      index = "0",
      paramLabel = "PLAYBOOK",
      description = "The file, or the folder of a workspace.")
  Path file = Path.of("");

  ValidateVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    PlaybookFiles files = new PlaybookFiles(room, common);
    if (Files.isDirectory(file)) {
      List<Reading> all = files.workspace(file);
      files.report(file, all);
      return all.stream().allMatch(Reading::sound) ? Exit.DONE : Exit.NO;
    }
    List<Reading> pack = files.pack(file);
    files.report(file, pack);
    return pack.stream().allMatch(Reading::sound) ? Exit.DONE : Exit.NO;
  }
}
