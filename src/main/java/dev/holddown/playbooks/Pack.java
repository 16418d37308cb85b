package dev.holddown.playbooks;

import dev.holddown.domain.people.People;
import dev.holddown.domain.playbook.SignRule;
import dev.holddown.domain.run.Quorum;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    quorums();
    new RequiredParts(documents).look();
    for (DocumentReader document : documents) {
      document.pending().references().forEach(reference -> look(document, reference));
    }
  }

  /** A rule that the people of the pack can never satisfy would wait for ever. */
  private void quorums() {
    List<People> people = documents.stream().flatMap(d -> d.people().stream()).toList();
    if (people.isEmpty()) {
      return;
    }
    People all = People.of(people);
    for (DocumentReader document : documents) {
      for (Pending.Wanted wanted : document.pending().wanted()) {
        boolean known =
            wanted.rule().needed().stream().allMatch(n -> all.roles().containsKey(n.role()));
        if (known && !wanted.rule().needed().isEmpty() && !Quorum.possible(wanted.rule(), all)) {
          document
              .problems()
              .add(
                  wanted.place(),
                  "nobody can satisfy this: it needs "
                      + needed(wanted.rule())
                      + ", and the people document has "
                      + there(wanted.rule(), all),
                  "give the roles more people, a group with from:, or ask for fewer");
        }
      }
    }
  }

  private static String needed(SignRule rule) {
    List<String> each =
        rule.needed().stream()
            .map(n -> n.count() > 1 ? n.count() + " different people as " + n.role() : n.role())
            .toList();
    return rule.anyOf() > 0
        ? rule.anyOf() + " of " + String.join(", ", each)
        : String.join(" and ", each) + (each.size() > 1 ? " by different people" : "");
  }

  private static String there(SignRule rule, People people) {
    List<String> each = new ArrayList<>();
    for (SignRule.RoleCount needed : rule.needed()) {
      List<String> named =
          Optional.ofNullable(people.roles().get(needed.role()))
              .map(People.Role::named)
              .orElse(List.of());
      each.add(needed.role() + ": " + (named.isEmpty() ? "nobody" : String.join(", ", named)));
    }
    return String.join("; ", each);
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
