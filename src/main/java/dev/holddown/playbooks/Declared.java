package dev.holddown.playbooks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names a document declares, gathered before it is read: a name may be used above the line that
 * declares it.
 */
final class Declared {
  private final Map<String, String> inputs = new LinkedHashMap<>();
  private final Set<String> vars = new LinkedHashSet<>();
  private final Map<String, List<String>> targets = new LinkedHashMap<>();
  private final Set<String> saved = new LinkedHashSet<>();
  private final List<String> wayBack = new ArrayList<>();
  private final Set<String> ids = new LinkedHashSet<>();
  private final Set<String> watchIds = new LinkedHashSet<>();
  private final Map<String, Node> groups = new LinkedHashMap<>();
  private final Map<String, Node> templates = new LinkedHashMap<>();
  private final Map<String, String> links = new LinkedHashMap<>();

  private Declared() {}

  static Declared of(Node.Mapping root) {
    Declared declared = new Declared();
    for (Node.Entry input : under(root, "inputs")) {
      declared.inputs.put(input.key(), typeOf(input.value()));
    }
    if (value(root, "modes").isPresent()) {
      declared.inputs.put(ModesReader.INPUT, "choice");
      declared.inputs.put(ModesReader.INCIDENT, "string");
    }
    under(root, "vars").forEach(entry -> declared.vars.add(entry.key()));
    for (Node.Entry environment : under(root, "environments")) {
      under(environment.value(), "vars").forEach(entry -> declared.vars.add(entry.key()));
    }
    for (Node.Entry row : under(root, "targets")) {
      List<String> fields = new ArrayList<>(List.of("name"));
      entries(row.value()).forEach(field -> fields.add(field.key()));
      declared.targets.put(row.key(), List.copyOf(fields));
    }
    value(root, "stages").ifPresent(node -> declared.gather(node, declared.ids));
    for (String watches : List.of("watches", "monitors")) {
      value(root, watches).ifPresent(node -> declared.gather(node, declared.watchIds));
    }
    for (Node.Entry group : under(root, "checks")) {
      declared.groups.put(group.key(), group.value());
      declared.gather(group.value(), new LinkedHashSet<>());
    }
    under(root, "templates").forEach(entry -> declared.templates.put(entry.key(), entry.value()));
    for (Node.Entry link : under(root, "links")) {
      if (link.value() instanceof Node.Scalar target) {
        declared.links.put(link.key(), target.text());
      }
    }
    value(root, "rollback")
        .ifPresent(node -> {
          declared.gather(node, declared.ids);
          under(node, "to").forEach(entry -> declared.wayBack.add(entry.key()));
        });
    return declared;
  }

  /** The type an input is said to have; empty when it says none. */
  Map<String, String> inputs() {
    return inputs;
  }

  Set<String> vars() {
    return vars;
  }

  /** Each row with its fields; {@code name} is one of them. */
  Map<String, List<String>> targets() {
    return targets;
  }

  /** The groups under {@code checks:}, unread. */
  Map<String, Node> groups() {
    return groups;
  }

  /** The templates, unread. */
  Map<String, Node> templates() {
    return templates;
  }

  /** Link targets by name. */
  Map<String, String> links() {
    return links;
  }

  List<String> wayBack() {
    return wayBack;
  }

  Set<String> ids() {
    return ids;
  }

  Set<String> watchIds() {
    return watchIds;
  }

  /** What every expression may use that is evaluated at the start of a run. */
  Scope atStart() {
    Scope scope =
        Scope.none()
            .with("subject", List.of("service", "environment"))
            .with("run", List.of("id"))
            .with("scope", List.of("start"));
    scope = some(scope, "inputs", List.copyOf(inputs.keySet()));
    scope = some(scope, "vars", List.copyOf(vars));
    return some(scope, "targets", List.copyOf(targets.keySet()));
  }

  /** What every expression may use that is evaluated while the run goes on. */
  Scope inRun() {
    Scope scope = some(atStart(), "saved", List.copyOf(saved));
    return wayBack.isEmpty() ? scope : scope.with("rollback", List.of("to"));
  }

  /** A root without any name stays unknown: an empty list would mean any name. */
  private static Scope some(Scope scope, String root, List<String> names) {
    return names.isEmpty() ? scope : scope.with(root, names);
  }

  private void gather(Node node, Set<String> found) {
    switch (node) {
      case Node.Listing listing -> listing.nodes().forEach(entry -> gather(entry, found));
      case Node.Mapping mapping -> {
        for (Node.Entry entry : mapping.entries()) {
          if (entry.key().equals("id") && entry.value() instanceof Node.Scalar id) {
            found.add(id.text());
          } else if (entry.key().equals("save")) {
            entries(entry.value()).forEach(name -> saved.add(name.key()));
          } else if (!entry.key().contains(".") && !Set.of("to", "links").contains(entry.key())) {
            gather(entry.value(), found);
          }
        }
      }
      default -> {}
    }
  }

  private static String typeOf(Node input) {
    return value(input, "type")
        .filter(Node.Scalar.class::isInstance)
        .map(node -> ((Node.Scalar) node).text())
        .orElse("");
  }

  private static List<Node.Entry> entries(Node node) {
    return node instanceof Node.Mapping mapping ? mapping.entries() : List.of();
  }

  static Optional<Node> value(Node node, String key) {
    return entries(node).stream()
        .filter(entry -> entry.key().equals(key))
        .map(Node.Entry::value)
        .findFirst();
  }

  static List<Node.Entry> under(Node node, String key) {
    return value(node, key).map(Declared::entries).orElse(List.of());
  }
}
