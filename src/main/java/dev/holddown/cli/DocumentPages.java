package dev.holddown.cli;

import dev.holddown.cli.link.Desk;
import dev.holddown.cli.link.Hosted;
import dev.holddown.playbooks.PlaybookReader;
import dev.holddown.playbooks.Reading;
import dev.holddown.playbooks.RunnableCopy;
import dev.holddown.playbooks.Siblings;
import dev.holddown.playbooks.WorkspaceContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The pages of one of the five documents in its simulated world: its playbooks, ready to start, and
 * its board.
 */
final class DocumentPages {
  /** The boards of the documents that have one, by the folder of their examples. */
  private static final Map<String, String> BOARDS =
      Map.of(
          "examples/000-ops-checklist/", "mission-control",
          "examples/001-incident-commander/", "monitoring",
          "examples/004-command-center-pack/", "dashboard");

  private final Room inside;
  private final Stage stage;
  private final Path folder;
  private final String examples;
  private final List<String> boards = new ArrayList<>();

  DocumentPages(Room inside, Stage stage, Path folder, String examples) {
    this.inside = inside;
    this.stage = stage;
    this.folder = folder;
    this.examples = examples;
  }

  /**
   * Writes the workspace of the pages, before an engine looks at it: whatever of the document this
   * version runs.
   *
   * @param names the folder of the document, then its playbooks
   */
  Path written(List<String> names) throws IOException {
    Path workspace = Files.createDirectories(folder.resolve("pages"));
    PlaybookReader reader = inside.kit().language().reader();
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : names.subList(1, names.size())) {
      Optional<String> text = DocumentDemo.resource(examples + name + ".yaml");
      if (text.isPresent()) {
        RunnableCopy copy =
            RunnableCopy.of(reader, name + ".yaml", text.get(), DocumentDemo.packed(examples));
        files.put(name + ".yaml", bytes(ready(copy.text())));
        for (Siblings.Source beside : copy.beside().values()) {
          files.put(beside.file(), bytes(ready(beside.text())));
        }
      }
    }
    Optional<String> board = Optional.ofNullable(BOARDS.get(examples));
    if (board.isPresent()) {
      String text = DocumentDemo.resource(examples + board.get() + ".yaml").orElse("");
      files.put(board.get() + ".yaml", bytes(placed(text)));
    }
    Map<String, byte[]> sound = sound(reader, files);
    for (Map.Entry<String, byte[]> file : sound.entrySet()) {
      Files.write(workspace.resolve(file.getKey()), file.getValue());
    }
    return workspace;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Without files that this version cannot run: an engine would refuse the whole of them. */
  private Map<String, byte[]> sound(PlaybookReader reader, Map<String, byte[]> files) {
    Map<String, byte[]> sound = new TreeMap<>(files);
    WorkspaceContent content = WorkspaceContent.read(reader, files);
    content
        .readings()
        .forEach((file, readings) -> {
          if (readings.stream().anyMatch(reading -> !reading.sound())) {
            sound.remove(file);
          }
          readings.stream()
              .filter(Reading::sound)
              .filter(reading -> reading.kind().equals("board"))
              .forEach(reading -> boards.add(file));
        });
    return WorkspaceContent.read(reader, sound).problems().isEmpty() ? sound : Map.of();
  }

  /** With a value ready for each of its inputs that the world knows. */
  private String ready(String text) {
    String ready = text;
    for (Map.Entry<String, String> value : stage.inputs().entrySet()) {
      ready =
          ready.replace(
              "\n  " + value.getKey() + ": {type: ",
              "\n  " + value.getKey() + ": {default: \"" + value.getValue() + "\", type: ");
    }
    return ready;
  }

  /** The board with the addresses of the world in place of its own. */
  private String placed(String text) {
    String base = stage.inputs().getOrDefault("base", "");
    return base.isEmpty() ? text : text.replaceAll("http://127\\.0\\.0\\.1:9[0-9]{3}", base);
  }

  /** The pages, where they are wanted. */
  DemoPages open(Hosted hosted, Desk desk, Optional<DocumentDemo.Around> around) {
    return around
        .map(pages ->
            DemoPages.open(
                inside,
                hosted,
                desk,
                new DemoPages.Wish(pages.port(), folder, folder.resolve("pages"), true)))
        .orElseGet(DemoPages::none);
  }

  /** What is said of them. */
  List<String> told(String address) {
    List<String> lines = new ArrayList<>();
    lines.add("Pages, open to this machine: " + address);
    boolean mission = boards.contains("mission-control.yaml");
    if (mission) {
      lines.add("Mission Control: " + address + "/boards/mission_control");
    } else if (!boards.isEmpty()) {
      lines.add("Boards: " + address + "/boards");
    }
    String base = stage.inputs().getOrDefault("base", "");
    if (mission && !base.isEmpty()) {
      lines.add("Let things happen in the simulated world: " + base + "/simulated");
    }
    return lines;
  }
}
