package dev.holddown.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code links}: whether links lead somewhere. */
@Command(
    name = "links",
    description = {
      "Looks whether every link of a playbook, or of all files of a workspace, leads somewhere:",
      "board:, playbook: and files among those beside it, addresses by asking them.",
      "Ends with 0 when all do, 1 when one is broken, 3 when that cannot be told of one."
    },
    footer = {"", "Example:", "  holddown links ops/"})
final class LinksVerb implements Callable<Integer> {
  private final Room room;

  @Mixin VerbOptions common = new VerbOptions();

  @Parameters(
      index = "0",
      paramLabel = "PLAYBOOK",
      description = "The file, or the folder of a workspace.")
  Path file = Path.of("");

  LinksVerb(Room room) {
    this.room = room;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean folder = Files.isDirectory(file);
    if (!folder && !Files.isRegularFile(file)) {
      throw new Stop(Exit.NO, "there is no file or folder " + file);
    }
    Path root = folder ? file : Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    String only = folder ? "" : String.valueOf(file.getFileName());
    return told(new LinkFolder(root, room.kit()).check(only));
  }

  private int told(List<LinkCheck.Checked> all) {
    if (common.json) {
      room.json(all.stream().map(LinksVerb::plain).toList());
    } else if (all.isEmpty()) {
      room.out().println("There is no link in it.");
    } else {
      all.forEach(one ->
          room.out()
              .println(
                  word(one)
                      + "  "
                      + one.target().place()
                      + " "
                      + one.target().title()
                      + ": "
                      + one.target().text()
                      + " ("
                      + one.why()
                      + ")"));
    }
    if (all.stream().anyMatch(one -> one.state() == LinkCheck.State.BROKEN)) {
      return Exit.NO;
    }
    boolean unknown = all.stream().anyMatch(one -> one.state() == LinkCheck.State.UNKNOWN);
    return unknown ? Exit.WAITS : Exit.DONE;
  }

  private static String word(LinkCheck.Checked one) {
    return String.format(Locale.ROOT, "%-7s", one.state().name().toLowerCase(Locale.ROOT));
  }

  private static Map<String, Object> plain(LinkCheck.Checked one) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("state", one.state().name().toLowerCase(Locale.ROOT));
    plain.put("title", one.target().title());
    plain.put("link", one.target().text());
    plain.put("at", one.target().place().toString());
    plain.put("why", one.why());
    return plain;
  }
}
