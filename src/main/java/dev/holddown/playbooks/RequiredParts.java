package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Linked;
import dev.holddown.domain.playbook.Watch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an environment of the workspace requires of every release to it: a watch that can take it
 * back, and a way back. A release that lacks it is refused when it is read, not at night.
 */
final class RequiredParts {
  private static final Set<Watch.Then.Deed> BACK =
      Set.of(Watch.Then.Deed.ROLLBACK, Watch.Then.Deed.PROPOSE);

  private final List<DocumentReader> documents;

  RequiredParts(List<DocumentReader> documents) {
    this.documents = documents;
  }

  void look() {
    Map<String, List<String>> required = new LinkedHashMap<>();
    for (DocumentReader document : documents) {
      if (document.kind().equals("workspace")) {
        for (Node.Entry place : Declared.under(document.node(), "environments")) {
          required.put(place.key(), words(place.value(), "requires"));
        }
      }
    }
    for (DocumentReader document : documents) {
      if (document.kind().equals("playbook") && document.mode() == Linked.Mode.RELEASE) {
        environments(document.node())
            .forEach(name -> look(document, name, required.getOrDefault(name, List.of())));
      }
    }
  }

  private static void look(DocumentReader document, String environment, List<String> required) {
    Parts parts = document.pending().parts();
    boolean watched =
        parts.watches().values().stream()
            .anyMatch(watch -> parts.watched().contains(watch.id()) || takesBack(watch));
    if (required.contains("watch") && !watched) {
      report(
          document,
          environment,
          "a watch that takes it back or proposes it",
          "add watches: with then: rollback, or release elsewhere");
    }
    if (required.contains("rollback") && Declared.value(document.node(), "rollback").isEmpty()) {
      report(document, environment, "a way back", "add rollback:, or release elsewhere");
    }
  }

  private static boolean takesBack(Watch watch) {
    return watch.levels().stream()
        .flatMap(level -> level.then().stream())
        .anyMatch(then -> BACK.contains(then.deed()));
  }

  private static void report(
      DocumentReader document, String environment, String part, String cure) {
    document
        .problems()
        .add(
            Declared.value(document.node(), "subject").orElse(document.node()).place(),
            "a release to `" + environment + "` needs " + part + ", and this playbook has none",
            cure);
  }

  private static List<String> environments(Node root) {
    return Declared.value(root, "subject").map(s -> words(s, "environment")).orElse(List.of());
  }

  /** The words of a list, or the one that stands there. */
  private static List<String> words(Node node, String key) {
    List<String> words = new ArrayList<>();
    switch (Declared.value(node, key).orElse(node)) {
      case Node.Scalar one -> words.add(one.text());
      case Node.Listing listing ->
          listing.nodes().stream()
              .filter(Node.Scalar.class::isInstance)
              .forEach(one -> words.add(((Node.Scalar) one).text()));
      default -> {}
    }
    return words;
  }
}
