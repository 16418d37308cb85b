package dev.holddown.cli;

import dev.holddown.domain.playbook.Playbook;
import dev.holddown.playbooks.markdown.MarkdownWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code render}: a playbook as a page for people. */
@Command(
    name = "render",
    description = {
      "Prints a playbook as Markdown: its items in order, with the lines they came from, their",
      "owners and links. Imported again, the page gives the same items; what proves them stays in",
      "the playbook."
    },
    footer = {"", "Example:", "  holddown render release.yaml > RELEASE.md"})
final class RenderVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(index = "0", paramLabel = "PLAYBOOK", description = "The file.")
  Path file = Path.of("");

  RenderVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() {
    Playbook playbook = new PlaybookFiles(room, common).sound(file);
    String page = MarkdownWriter.write(playbook);
    if (common.json) {
      room.json(Map.of("markdown", page));
    } else {
      room.out().print(page);
    }
    return Exit.DONE;
  }
}
