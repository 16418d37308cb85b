package dev.holddown.cli;

import dev.holddown.cli.link.WorkspaceKeeper;
import dev.holddown.playbooks.LinkTargets;
import dev.holddown.playbooks.WorkspaceContent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The links of a folder of playbooks and boards. */
final class LinkFolder {
  private final Path root;
  private final Kit kit;

  LinkFolder(Path root, Kit kit) {
    this.root = root;
    this.kit = kit;
  }

  /** How each is, of one file or, when that is empty, of all. Reads the folder and asks others. */
  List<LinkCheck.Checked> check(String only) throws InterruptedException {
    Map<String, byte[]> files = new TreeMap<>(WorkspaceKeeper.files(root));
    List<LinkTargets.Target> targets = new ArrayList<>();
    files.forEach((name, bytes) -> {
      if (only.isEmpty() || name.equals(only)) {
        targets.addAll(LinkTargets.of(name, bytes));
      }
    });
    WorkspaceContent content = WorkspaceContent.read(kit.language().reader(), files);
    LinkCheck check =
        new LinkCheck(
            new LinkCheck.Known(content.boards(), places(files), root),
            kit.language().verbs().find("http.get"),
            kit.passing().clock());
    return check.of(targets);
  }

  /** The places in each playbook, by its id and by its file's name without the ending. */
  static Map<String, Set<String>> places(Map<String, byte[]> files) {
    Map<String, Set<String>> playbooks = new TreeMap<>();
    files.forEach((name, bytes) -> {
      Map<String, Set<String>> places = LinkTargets.anchors(name, bytes);
      playbooks.putAll(places);
      playbooks.put(
          name.replaceFirst("\\.(ya?ml|md)$", ""),
          places.values().stream().findFirst().orElse(Set.of()));
    });
    return playbooks;
  }
}
