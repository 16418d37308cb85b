package dev.holddown.playbooks.markdown;

import dev.holddown.playbooks.WrittenItems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an item does, in a fence ` ```holddown ` below it: the keys of an item of a playbook. The
 * fence is a mapping of its own, so nothing in it can reach the items around.
 */
record Behaviour(List<String> lines, Set<String> keys, int firstLine, int indented) {
  /** The language of such a fence. */
  static final String LANGUAGE = "holddown";

  static final String UNREADABLE =
      "this holddown fence is no YAML with each key on a line of its own; the item above stays a"
          + " person's";
  static final String NOWHERE = "this holddown fence stands below no item, so nothing is bound";
  static final String CURE =
      "write it right below the item, such as `http.get: {url: …}` and `expect: …`";

  private static final String TEXT = "behaviour";
  private static final String AT = "behaviour at";
  private static final Set<String> KINDS =
      Set.of(
          "check", "step", "signoff", "message", "rollout", "hold", "choose", "use", "record",
          "runbook", "watch", "group");
  private static final Set<String> ACTS =
      Set.of("each", "sequence", "metric", "cases", "steps", "items", "declare", "sign", "text");

  /** The fields of the item above; empty when the fence is not such YAML. */
  static Optional<Map<String, String>> of(Block fence, List<String> source) {
    int least = Integer.MAX_VALUE;
    for (String line : fence.lines) {
      if (!line.isBlank()) {
        least = Math.min(least, line.length() - line.stripLeading().length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (String line : fence.lines) {
      lines.add(line.isBlank() ? "" : line.substring(least));
    }
    String text = String.join("\n", lines);
    boolean documents = lines.stream().anyMatch(l -> l.startsWith("---") || l.startsWith("..."));
    if (documents || WrittenItems.top(LANGUAGE, text.getBytes(StandardCharsets.UTF_8)).isEmpty()) {
      return Optional.empty();
    }
    int first = 0;
    while (lines.get(first).isBlank()) {
      first++;
    }
    String raw = source.get(fence.lineOf(first) - 1);
    int indented = raw.length() - lines.get(first).length();
    return Optional.of(Map.of(TEXT, text, AT, fence.lineOf(0) + ":" + indented));
  }

  /** What an item was given; empty when it has no such fence. */
  static Optional<Behaviour> of(PaperItem item) {
    String text = item.field(TEXT);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String[] at = item.field(AT).split(":", 2);
    Set<String> keys =
        WrittenItems.top(LANGUAGE, text.getBytes(StandardCharsets.UTF_8)).stream()
            .map(WrittenItems.Top::key)
            .collect(Collectors.toUnmodifiableSet());
    return Optional.of(
        new Behaviour(
            text.lines().toList(), keys, Integer.parseInt(at[0]), Integer.parseInt(at[1])));
  }

  boolean says(String key) {
    return keys.contains(key);
  }

  /** Whether it says what kind of item it is. */
  boolean kind() {
    return keys.stream().anyMatch(KINDS::contains);
  }

  /** Whether it needs no signature: it has an action, or says who signs. */
  boolean acts() {
    return keys.stream().anyMatch(key -> key.indexOf('.') > 0 || ACTS.contains(key));
  }
}
