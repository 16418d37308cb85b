package dev.holddown.store;

import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The texts of an event that people read. */
final class Texts {
  /**
   * By these the parts of a run are found, or they are one of a few fixed words: another text there
   * would tell of another item. A field that is not listed is taken for words of people.
   */
  private static final Set<String> FOUND_BY =
      Set.of(
          "$",
          "key",
          "stage",
          "phase",
          "run",
          "watch",
          "metric",
          "op",
          "use",
          "playbook",
          "lock",
          "behind",
          "digest",
          "evidence",
          "content",
          "was",
          "id",
          "service",
          "environment",
          "role",
          "level",
          "reference",
          "status",
          "ending",
          "purpose",
          "outcome",
          "verdict",
          "mode",
          "kind",
          "policy",
          "freeze",
          "waives");

  private Texts() {}

  /** Changes every text in place; whether one differs. */
  static boolean changed(JsonNode node, UnaryOperator<String> shown) {
    boolean[] any = {false};
    switch (node) {
      case ObjectNode object ->
          object
              .propertyStream()
              .filter(field -> !FOUND_BY.contains(field.getKey()))
              .toList()
              .forEach(field -> {
                if (field.getValue() instanceof StringNode text) {
                  String after = shown.apply(text.stringValue());
                  any[0] |= !after.equals(text.stringValue());
                  object.put(field.getKey(), after);
                } else {
                  any[0] |= changed(field.getValue(), shown);
                }
              });
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          if (array.get(i) instanceof StringNode text) {
            String after = shown.apply(text.stringValue());
            any[0] |= !after.equals(text.stringValue());
            array.set(i, after);
          } else {
            any[0] |= changed(array.get(i), shown);
          }
        }
      }
      default -> {}
    }
    return any[0];
  }
}
