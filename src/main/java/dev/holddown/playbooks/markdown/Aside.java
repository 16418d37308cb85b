package dev.holddown.playbooks.markdown;

import dev.holddown.playbooks.WrittenItems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Items of a playbook that its page no longer has, as remarks at the end of the file: with their id
 * and all that was bound to them, so that they come back when the line does.
 */
final class Aside {
  static final String HEADING =
      "# Gone from the page and kept aside; each comes back with its line. Delete what is not"
          + " needed.";

  private static final String MARK = "# aside:";
  private static final String REMARK = "# ";

  private Aside() {}

  /** Items as remarks; each as it stood, at this indentation. */
  static String write(List<List<String>> items) {
    StringBuilder text = new StringBuilder();
    for (List<String> item : items) {
      text.append(text.isEmpty() ? "\n" + HEADING + "\n" : "").append(MARK).append('\n');
      for (String line : item) {
        if (!line.isBlank()) {
          text.append(REMARK).append("  ").append(line).append('\n');
        }
      }
    }
    return text.toString();
  }

  /** The items that an earlier reading kept aside. */
  static List<WrittenItems.Written> read(byte[] playbook) {
    List<WrittenItems.Written> items = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    boolean inside = false;
    List<String> lines = new String(playbook, StandardCharsets.UTF_8).lines().toList();
    for (String line : lines) {
      if (line.equals(MARK)) {
        items.addAll(parsed(block));
        block.setLength(0);
        inside = true;
      } else if (inside && line.startsWith(REMARK + "  ")) {
        block.append(line.substring(REMARK.length())).append('\n');
      } else {
        inside = false;
      }
    }
    items.addAll(parsed(block));
    return items;
  }

  private static List<WrittenItems.Written> parsed(CharSequence block) {
    if (block.isEmpty()) {
      return List.of();
    }
    String yaml = "stages:\n- stage: aside\n  items:\n" + block;
    return WrittenItems.of("aside", yaml.getBytes(StandardCharsets.UTF_8)).stream()
        .filter(one -> !one.kind().equals("around"))
        .toList();
  }
}
