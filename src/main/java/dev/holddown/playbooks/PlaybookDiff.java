package dev.holddown.playbooks;

import dev.holddown.domain.playbook.Playbook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is otherwise between two compiled playbooks, place by place; where lines stand is not. */
public final class PlaybookDiff {
  private static final int CHANGES_MAX = 500;
  private static final int VALUE_CHARS_MAX = 200;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private PlaybookDiff() {}

  /**
   * One difference.
   *
   * @param place where, by ids: {@code stages/before/items/lint/…}
   * @param was what stood there; empty when nothing did
   * @param is what stands there; empty when nothing does
   */
  public record Change(String place, String was, String is) {}

  /** From one to the other, by place; at most 500. */
  public static List<Change> between(Playbook before, Playbook now) {
    Map<String, String> left = flat(before);
    Map<String, String> right = flat(now);
    List<Change> changes = new ArrayList<>();
    TreeSet<String> places = new TreeSet<>(left.keySet());
    places.addAll(right.keySet());
    for (String place : places) {
      String was = left.getOrDefault(place, "");
      String is = right.getOrDefault(place, "");
      if (!Objects.equals(was, is) && changes.size() < CHANGES_MAX) {
        changes.add(new Change(place, was, is));
      }
    }
    return List.copyOf(changes);
  }

  private static Map<String, String> flat(Playbook playbook) {
    Map<String, String> flat = new LinkedHashMap<>();
    walk(JSON.readTree(new PlaybookJson().write(playbook)), "", flat);
    return flat;
  }

  private static void walk(JsonNode node, String place, Map<String, String> flat) {
    if (PlaybookJson.isPlace(node)) {
      return;
    }
    if (node.isObject()) {
      node.properties()
          .forEach(entry -> walk(entry.getValue(), place + "/" + entry.getKey(), flat));
    } else if (node.isArray()) {
      int i = 0;
      for (JsonNode child : node) {
        walk(child, place + "/" + name(child, i++), flat);
      }
    } else if (!node.isNull()) {
      String text = node.isString() ? node.stringValue() : node.toString();
      flat.put(
          place.substring(1),
          text.length() <= VALUE_CHARS_MAX ? text : text.substring(0, VALUE_CHARS_MAX) + "…");
    }
  }

  private static String name(JsonNode child, int index) {
    String id = child.path("about").path("id").asString(child.path("id").asString(""));
    return id.isEmpty() ? Integer.toString(index) : id;
  }
}
