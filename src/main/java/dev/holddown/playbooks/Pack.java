package dev.holddown.playbooks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Several documents of one file: a name of another document must be there when the pack holds a
 * document of the kind that declares it, and is taken on trust when it does not.
 */
final class Pack {
  private final List<DocumentReader> documents;
  private final Map<Pending.Names, Set<String>> names = new EnumMap<>(Pending.Names.class);

  Pack(List<DocumentReader> documents) {
    this.documents = documents;
  }

  /** Reports every name that no document of the pack has, and ids that two of them have. */
  void resolve() {
    Map<String, Node> ids = new java.util.LinkedHashMap<>();
    for (DocumentReader document : documents) {
      declare(document);
      Declared.value(document.node(), "id")
          .filter(Node.Scalar.class::isInstance)
          .ifPresent(id -> {
            Node first = ids.putIfAbsent(document.kind() + " " + ((Node.Scalar) id).text(), id);
            if (first != null) {
              document
                  .problems()
                  .add(
                      id.place(),
                      "the id `"
                          + ((Node.Scalar) id).text()
                          + "` is taken, first in "
                          + (first.place().file().equals(id.place().file())
                              ? "line " + first.place().line()
                              : first.place().toString()),
                      "each document of a kind has an id of its own");
            }
          });
    }
    for (DocumentReader document : documents) {
      document.pending().references().forEach(reference -> look(document, reference));
    }
  }

  private void look(DocumentReader document, Pending.Reference reference) {
    Set<String> known = names.get(reference.names());
    if (known == null || known.contains(reference.name())) {
      return;
    }
    document
        .problems()
        .add(
            reference.place(),
            "there is no " + reference.names().noun + " `" + reference.name() + "` in this pack",
            Nearest.cure(reference.name(), known));
  }

  private void declare(DocumentReader document) {
    Node root = document.node();
    List<String> id =
        Declared.value(root, "id")
            .filter(Node.Scalar.class::isInstance)
            .map(node -> List.of(((Node.Scalar) node).text()))
            .orElse(List.of());
    switch (document.kind()) {
      case "playbook" -> {
        add(Pending.Names.PLAYBOOK, id);
        add(Pending.Names.WATCH, document.pending().parts().watches().keySet());
      }
      case "people" -> {
        List<String> roles = new ArrayList<>(keys(root, "roles"));
        keys(root, "schedules").forEach(name -> roles.add("schedule:" + name));
        add(Pending.Names.ROLE, roles);
      }
      case "preauthorisation" -> add(Pending.Names.POLICY, id);
      case "workspace" -> {
        if (Declared.value(root, "services").isPresent()) {
          add(Pending.Names.SERVICE, keys(root, "services"));
        }
        if (Declared.value(root, "environments").isPresent()) {
          add(Pending.Names.ENVIRONMENT, keys(root, "environments"));
        }
      }
      default -> {}
    }
  }

  private void add(Pending.Names kind, java.util.Collection<String> more) {
    names.computeIfAbsent(kind, k -> new LinkedHashSet<>()).addAll(more);
  }

  private static List<String> keys(Node root, String key) {
    return Declared.under(root, key).stream().map(Node.Entry::key).toList();
  }
}
