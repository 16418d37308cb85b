package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Arg;
import dev.holddown.domain.playbook.Input;
import dev.holddown.domain.playbook.Playbook;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the named values of a playbook: inputs, vars, environments, targets and metrics. */
final class ScopesReader {
  private final Context context;

  ScopesReader(Context context) {
    this.context = context;
  }

  Playbook.Scopes read(Keys root, Playbook.Subject subject, Parts parts) {
    List<Input> inputs = root.take("inputs").map(new InputsReader(context)::read).orElse(List.of());
    Scope start = context.names().declared().atStart();
    Scope beforeVars = start.without("vars", "targets", "run", "scope");
    Map<String, Arg> vars = named(root, "vars", beforeVars);
    Map<String, Map<String, Arg>> environments = environments(root, subject, vars, beforeVars);
    Map<String, Map<String, Arg>> targets = targets(root, start.without("targets", "run", "scope"));
    root.take("metrics")
        .ifPresent(node -> {
          for (Node.Entry entry : Keys.of(context, "`metrics`", node).all()) {
            Scope scope = context.names().declared().inRun();
            parts.metrics().put(entry.key(), new MetricReader(context).read(entry, scope));
          }
        });
    return new Playbook.Scopes(inputs, vars, environments, targets, Ordered.copy(parts.metrics()));
  }

  private Map<String, Arg> named(Keys owner, String key, Scope scope) {
    return owner.take(key).map(node -> values(node, "`" + key + "`", scope)).orElse(Map.of());
  }

  private Map<String, Arg> values(Node node, String noun, Scope scope) {
    Map<String, Arg> values = new LinkedHashMap<>();
    for (Node.Entry entry : Keys.of(context, noun, node).all()) {
      context.values().isName(entry.key(), entry.place(), "the name");
      values.put(entry.key(), new Untyped(context).read(entry.value(), scope, false));
    }
    return Ordered.copy(values);
  }

  private Map<String, Map<String, Arg>> environments(
      Keys root, Playbook.Subject subject, Map<String, Arg> vars, Scope scope) {
    Map<String, Map<String, Arg>> environments = new LinkedHashMap<>();
    List<Node.Entry> entries =
        root.take("environments")
            .map(node -> Keys.of(context, "`environments`", node).all())
            .orElse(List.of());
    Set<String> names = new LinkedHashSet<>();
    for (Node.Entry entry : entries) {
      if (!subject.environments().contains(entry.key()) && !subject.environments().isEmpty()) {
        context.values().unknown(entry.place(), "environment", entry.key(), subject.environments());
      }
      Keys keys = Keys.of(context, "an environment", entry.value());
      Map<String, Arg> own = named(keys, "vars", scope);
      keys.finish();
      names.addAll(own.keySet());
      environments.put(entry.key(), own);
    }
    names.removeAll(vars.keySet());
    for (String environment : subject.environments()) {
      Map<String, Arg> own = environments.getOrDefault(environment, Map.of());
      for (String name : names) {
        if (!own.containsKey(name)) {
          context
              .problems()
              .add(
                  root.entry("environments").map(Node.Entry::place).orElse(root.place()),
                  "vars." + name + " has no value in the environment " + environment,
                  "give it one there, or one for all under vars:");
        }
      }
    }
    return Ordered.copy(environments);
  }

  private Map<String, Map<String, Arg>> targets(Keys root, Scope scope) {
    Map<String, Map<String, Arg>> targets = new LinkedHashMap<>();
    List<Node.Entry> rows =
        root.take("targets")
            .map(node -> Keys.of(context, "`targets`", node).all())
            .orElse(List.of());
    for (Node.Entry row : rows) {
      context.values().isName(row.key(), row.place(), "the target");
      Map<String, Arg> fields = values(row.value(), "a target", scope);
      if (fields.containsKey("name")) {
        context
            .problems()
            .add(row.place(), "`name` of a target is its own name already", "remove the field");
      }
      targets.put(row.key(), fields);
    }
    return Ordered.copy(targets);
  }
}
