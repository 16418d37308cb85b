package dev.holddown.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A snapshot of a board as people pass it on: Markdown, and text for Slack. */
public final class SnapshotText {
  /**
   * Slack asks for at most 4,000 characters in the text of a message and cuts it beyond 40,000
   * (docs.slack.dev, chat.postMessage, "Truncating content").
   */
  public static final int SLACK_CHARS_MAX = 4_000;

  private static final int TOLD_CHARS_MAX = 300;

  private final Map<String, Object> snapshot;
  private final String digest;

  private SnapshotText(Map<String, Object> snapshot, String digest) {
    this.snapshot = snapshot;
    this.digest = digest;
  }

  /** {@code snapshot}: the object as plain values; {@code digest}: of its bytes, as hex. */
  public static String markdown(Map<String, Object> snapshot, String digest) {
    return new SnapshotText(snapshot, digest).markdown();
  }

  /** The same for Slack, cut to what it takes; a line says how much was left out. */
  public static String slack(Map<String, Object> snapshot, String digest) {
    return new SnapshotText(snapshot, digest).slack();
  }

  private String markdown() {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(line(word(snapshot, "title"))).append("\n\n");
    text.append("Captured at ").append(word(snapshot, "capturedAt")).append(" (UTC). ");
    text.append("sha256:").append(digest).append("\n\n");
    incident().forEach(line -> text.append(line).append("\n\n"));
    health().forEach(line -> text.append(line).append("\n\n"));
    text.append("## What is wrong, worst first\n\n");
    List<Map<String, Object>> wrong = rows("anomalies");
    if (wrong.isEmpty()) {
      text.append("Nothing: every monitor has a fresh answer within its limits.\n");
    } else {
      text.append("| level | what | seen | takes off | since |\n|---|---|---|---|---|\n");
      for (Map<String, Object> one : wrong) {
        text.append("| ").append(cell(one, "level")).append(" | ").append(cell(one, "title"));
        text.append(" | ").append(cell(one, "told")).append(" | ").append(cell(one, "penalty"));
        text.append(" | ").append(cell(one, "since")).append(" |\n");
      }
    }
    text.append("\n## Monitors\n\n| level | what | seen | answered |\n|---|---|---|---|\n");
    for (Map<String, Object> one : rows("monitors")) {
      text.append("| ").append(cell(one, "level")).append(" | ").append(cell(one, "title"));
      text.append(" | ").append(cell(one, "told")).append(" | ");
      text.append(cell(one, "answeredAt")).append(" |\n");
    }
    return text.toString();
  }

  private String slack() {
    List<String> lines = new ArrayList<>();
    lines.add("*" + escaped(line(word(snapshot, "title"))) + "* " + word(snapshot, "capturedAt"));
    incident().forEach(line -> lines.add(escaped(line)));
    health().forEach(line -> lines.add(escaped(line)));
    for (Map<String, Object> one : rows("anomalies")) {
      lines.add(
          "• "
              + escaped(line(word(one, "level")))
              + " *"
              + escaped(line(word(one, "title")))
              + "* "
              + escaped(cut(line(word(one, "told")), TOLD_CHARS_MAX)));
    }
    if (rows("anomalies").isEmpty()) {
      lines.add("Nothing is wrong: every monitor has a fresh answer within its limits.");
    }
    String end = "sha256:" + digest;
    return fitted(lines, end);
  }

  /** Whole lines from the top, as many as fit; the digest always does. */
  private static String fitted(List<String> lines, String end) {
    StringBuilder text = new StringBuilder();
    int room = SLACK_CHARS_MAX - end.length() - 80;
    for (int i = 0; i < lines.size(); i++) {
      String next = lines.get(i);
      if (text.length() + next.length() + 1 > room) {
        text.append("… and ").append(lines.size() - i).append(" more lines in the snapshot\n");
        break;
      }
      text.append(next).append('\n');
    }
    return text.append(end).toString();
  }

  private static String cut(String text, int charsMax) {
    return text.length() <= charsMax ? text : text.substring(0, charsMax - 1) + "…";
  }

  private List<String> incident() {
    return snapshot.get("incident") instanceof Map<?, ?> incident
        ? List.of(
            "Incident " + incident.get("id") + ", started at " + incident.get("startedAt") + ".")
        : List.of();
  }

  private List<String> health() {
    return snapshot.get("health") instanceof Map<?, ?> health
        ? List.of("Health " + health.get("formula") + ": " + health.get("verdict") + ".")
        : List.of();
  }

  @SuppressWarnings("unchecked") // objects of the snapshot have text keys, as JSON has
  private List<Map<String, Object>> rows(String key) {
    return snapshot.get(key) instanceof List<?> rows
        ? rows.stream().filter(Map.class::isInstance).map(row -> (Map<String, Object>) row).toList()
        : List.of();
  }

  private static String word(Map<String, Object> from, String key) {
    Object value = from.get(key);
    return value == null ? "" : String.valueOf(value);
  }

  private static String line(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String cell(Map<String, Object> from, String key) {
    return line(word(from, key)).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;");
  }

  /** The three characters that Slack reads as its own (docs.slack.dev, formatting text). */
  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
