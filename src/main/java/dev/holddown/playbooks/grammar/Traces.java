package dev.holddown.playbooks.grammar;

import static dev.holddown.playbooks.grammar.Key.of;
import static dev.holddown.playbooks.grammar.Types.TEXT;
import static dev.holddown.playbooks.grammar.Types.many;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The two keys that trace a line of a playbook: back to what asked for it, and on to the action
 * that will prove it one day.
 */
final class Traces {
  private static final Set<String> DOCUMENTS = Set.copyOf(DocumentShapes.KINDS);

  private static final Set<String> PARTS =
      Set.of(
          "stage",
          "gate",
          "watch",
          "monitor",
          "hint",
          "level",
          "metric",
          "rollback",
          "phase",
          "approval",
          "template",
          "owe",
          "need",
          "mode",
          "environment",
          "input",
          "checks",
          "case",
          "card",
          "health",
          "anomalies",
          "members",
          "schedule",
          "severity",
          "escalation",
          "exception",
          "override",
          "place",
          "service",
          "slo",
          "rollout_step",
          "sign");

  private Traces() {}

  static Shape traced(Shape shape) {
    boolean item = ItemShapes.KINDS.contains(shape.id());
    List<Key> more = new ArrayList<>();
    if (item || PARTS.contains(shape.id()) || DOCUMENTS.contains(shape.id())) {
      more.add(of("serves", many(TEXT), "requirements that asked for it").like("[A-24, A-25]"));
    }
    if (item) {
      more.add(
          of("awaits", TEXT, "the action that will do it; until there is one, a person does")
              .like("lambda.get_alias"));
    }
    return more.isEmpty() ? shape : shape.plus(more);
  }
}
