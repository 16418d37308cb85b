package dev.holddown.playbooks.markdown;

import java.util.ArrayList;
import java.util.List;

/**
 * The visible text of a page, line by line: HTML comments and front matter are taken out, and each
 * line so removed keeps the reason.
 */
final class Pages {
  private final List<String> visible = new ArrayList<>();
  private final Ledger ledger;

  private boolean comment;
  private String fence = "";

  private Pages(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The lines that a reader sees; one that is taken out whole is told to the ledger. */
  static List<String> visible(List<String> lines, Ledger ledger) {
    Pages pages = new Pages(ledger);
    for (int i = 0; i < lines.size(); i++) {
      pages.visible.add(pages.line(lines.get(i), i + 1));
    }
    pages.frontMatter();
    return pages.visible;
  }

  private String line(String raw, int number) {
    String line = raw.replace('\u00a0', ' ').replace("\u200b", "");
    String bare = line.strip();
    if (comment) {
      int end = line.indexOf("-->");
      if (end < 0) {
        ledger.ignore(number, "an HTML comment");
        return "";
      }
      comment = false;
      return after(line.substring(end + 3), number);
    }
    if (!fence.isEmpty()) {
      if (bare.startsWith(fence) && bare.substring(fence.length()).isBlank()) {
        fence = "";
      }
      return line;
    }
    String opened = opens(bare);
    if (!opened.isEmpty()) {
      fence = opened;
      return line;
    }
    return line.contains("<!--") ? after(line, number) : line;
  }

  /** The marks that open a fence in this line; empty when it opens none. */
  static String opens(String bare) {
    int marks = 0;
    while (marks < bare.length() && bare.charAt(marks) == bare.charAt(0)) {
      marks++;
    }
    boolean fence =
        marks >= 3
            && (bare.charAt(0) == '~' || (bare.charAt(0) == '`' && bare.indexOf('`', marks) < 0));
    return fence ? bare.substring(0, marks) : "";
  }

  /** What is left of a line when its comments are taken out. */
  private String after(String line, int number) {
    StringBuilder left = new StringBuilder();
    int at = 0;
    while (at < line.length()) {
      int start = line.indexOf("<!--", at);
      if (start < 0) {
        left.append(line, at, line.length());
        break;
      }
      left.append(line, at, start);
      int end = line.indexOf("-->", start + 4);
      if (end < 0) {
        comment = true;
        break;
      }
      at = end + 3;
    }
    if (left.toString().isBlank()) {
      ledger.ignore(number, "an HTML comment");
    }
    return left.toString();
  }

  /** The block between two lines {@code ---} at the top of the file. */
  private void frontMatter() {
    int top = 0;
    while (top < visible.size() && visible.get(top).isBlank()) {
      top++;
    }
    if (top >= visible.size() || !visible.get(top).strip().equals("---")) {
      return;
    }
    for (int end = top + 1; end < visible.size() && end < top + 200; end++) {
      String line = visible.get(end).strip();
      if (line.equals("---") || line.equals("...")) {
        for (int i = top; i <= end; i++) {
          ledger.front(i + 1, visible.get(i));
          visible.set(i, "");
        }
        return;
      }
      if (!line.isEmpty()
          && !Rx.matches(line, "#.*|-\\s.*|[\\w.-]+\\s*:.*|\\s+.*")
          && !indented(end)) {
        return;
      }
    }
  }

  private boolean indented(int index) {
    return visible.get(index).startsWith(" ") || visible.get(index).startsWith("\t");
  }
}
