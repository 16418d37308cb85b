package dev.holddown.playbooks;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compiled playbooks of versions before this one, which a run may still be run from: what they did
 * not have yet is put in as it was meant. An object is known by the names of its fields.
 */
final class OlderPlaybooks {
  private static final Set<String> GATE = Set.of("fresh", "place", "sign");
  private static final Set<String> SIGN =
      Set.of("anyOf", "covers", "needed", "notStarter", "valid");
  private static final Set<String> SIGN_WITH_WHEN =
      Set.of("anyOf", "covers", "needed", "notStarter", "valid", "when");
  private static final Set<String> PROBE =
      Set.of("call", "expect", "warn", "minSamples", "polling", "timeout", "save");
  private static final Set<String> ROLLBACK = Set.of("approval", "phases", "place", "to");

  private OlderPlaybooks() {}

  /** The same tree, in today's form. */
  static JsonNode lifted(JsonNode node) {
    if (node instanceof ObjectNode object) {
      Set<String> names = Set.copyOf(object.propertyNames());
      boolean placed = PlaybookJson.isPlace(object.path("place"));
      if (names.equals(GATE) && placed) {
        object.putObject("waivable");
      } else if (names.equals(SIGN) && object.path("anyOf").isNumber()) {
        object.put("when", "ALWAYS");
        object.putArray("methods");
      } else if (names.equals(SIGN_WITH_WHEN) && object.path("anyOf").isNumber()) {
        object.putArray("methods");
      } else if (names.equals(PROBE)) {
        object.putNull("says");
      } else if (names.equals(ROLLBACK) && placed) {
        object.putNull("byPolicy");
      }
    }
    node.valueStream().forEach(OlderPlaybooks::lifted);
    return node;
  }
}
