package dev.holddown.playbooks.markdown;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of each line: an item, a field, a note, or nothing, and why. */
final class Ledger {
  private final Map<Integer, Paper.Line> lines = new TreeMap<>();
  private final Map<String, String> front = new LinkedHashMap<>();

  void ignore(int line, String why) {
    lines.put(line, new Paper.Line(line, Paper.Fate.IGNORED, why));
  }

  /** Whether nothing is taken from the line. */
  boolean ignored(int line) {
    Paper.Line told = lines.get(line);
    return told != null && told.fate() == Paper.Fate.IGNORED;
  }

  /** A line of front matter. */
  void front(int line, String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || text.startsWith(" ")) {
      ignore(line, "front matter");
      return;
    }
    String value = text.substring(colon + 1).strip();
    front.putIfAbsent(text.substring(0, colon).strip(), Rx.all(value, "^['\"]|['\"]$", ""));
    lines.put(line, new Paper.Line(line, Paper.Fate.FIELD, "front matter"));
  }

  void item(int line, String what) {
    lines.put(line, new Paper.Line(line, Paper.Fate.ITEM, what));
  }

  /** A field of something, unless the line is an item. */
  void field(int line, String what) {
    if (!lines.containsKey(line) || lines.get(line).fate() != Paper.Fate.ITEM) {
      lines.put(line, new Paper.Line(line, Paper.Fate.FIELD, what));
    }
  }

  /** What the front matter says, by key. */
  Map<String, String> front() {
    return front;
  }

  /** Every line of the page; one that nothing was said of is a note, or blank. */
  List<Paper.Line> all(List<String> source) {
    for (int i = 1; i <= source.size(); i++) {
      String text = source.get(i - 1);
      int line = i;
      lines.computeIfAbsent(
          i,
          l ->
              text.isBlank()
                  ? new Paper.Line(line, Paper.Fate.IGNORED, "a blank line")
                  : new Paper.Line(line, Paper.Fate.NOTE, "text"));
    }
    return List.copyOf(lines.values());
  }
}
