package dev.holddown.view.log;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A log as a file. What people wrote is inert in each of them: no formula in a spreadsheet, no
 * markup in Markdown or HTML, no sign that nobody sees.
 */
public final class LogFiles {
  private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

  /**
   * Where a spreadsheet that parts fields by semicolon or tab, as in half of Europe, sees another
   * cell begin although the field is quoted for commas.
   */
  private static final Pattern CELL_INSIDE =
      Pattern.compile("([;\\t\\n][\"' ]*)(?=[" + Pattern.quote(FORMULA) + "])");

  private static final String MARKED = "\\`*_{}[]<>()#+-!|~&";

  private LogFiles() {}

  /**
   * CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it
   * (OWASP, CSV Injection), also inside a field where one could be read that is parted by other
   * signs; each field is quoted.
   */
  public static String csv(LogTable table) {
    StringBuilder text = new StringBuilder();
    line(text, table.columns());
    table.rows().forEach(row -> line(text, row));
    return text.toString();
  }

  private static void line(StringBuilder text, List<String> row) {
    text.append(row.stream().map(LogFiles::field).collect(Collectors.joining(","))).append("\r\n");
  }

  private static String field(String value) {
    String plain = visible(value);
    boolean formula = !plain.isEmpty() && FORMULA.indexOf(plain.charAt(0)) >= 0;
    String inert = CELL_INSIDE.matcher(plain).replaceAll("$1'");
    return '"' + (formula ? "'" : "") + inert.replace("\"", "\"\"") + '"';
  }

  /** A table in Markdown (GitHub Flavored Markdown 0.29, tables), with its title. */
  public static String markdown(LogTable table) {
    StringBuilder text = new StringBuilder("# " + table.title() + "\n\n");
    if (!table.note().isEmpty()) {
      text.append(mark(table.note())).append("\n\n");
    }
    return text.append(rows(table)).toString();
  }

  /** Only the table of {@link #markdown}. */
  public static String rows(LogTable table) {
    if (table.rows().isEmpty()) {
      return "Nothing.\n";
    }
    StringBuilder text = new StringBuilder();
    text.append("| ").append(String.join(" | ", table.columns())).append(" |\n|");
    text.append(" --- |".repeat(table.columns().size())).append('\n');
    for (List<String> row : table.rows()) {
      text.append(
          row.stream().map(LogFiles::mark).collect(Collectors.joining(" | ", "| ", " |\n")));
    }
    return text.toString();
  }

  /** A text that Markdown takes as it stands, on one line. */
  public static String mark(String value) {
    String line = visible(value.replaceAll("\\s+", " "));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      switch (c) {
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '&' -> text.append("&amp;");
        default -> text.append(MARKED.indexOf(c) >= 0 && !plain(line, i) ? "\\" : "").append(c);
      }
    }
    return text.toString();
  }

  /** Dates and names are full of signs that are markup elsewhere in a line. */
  private static boolean plain(String line, int at) {
    char c = line.charAt(at);
    boolean inside =
        at > 0
            && at + 1 < line.length()
            && Character.isLetterOrDigit(line.charAt(at - 1))
            && Character.isLetterOrDigit(line.charAt(at + 1));
    return c == '_' ? inside : at > 0 && "-+#()!{}".indexOf(c) >= 0;
  }

  /** A page of its own that needs nothing else, for printing and sending. */
  public static String html(LogTable table) {
    return page(table.title(), paragraph(table.note()) + tableOf(table));
  }

  /** A whole page; {@code body}: HTML that is safe already. */
  public static String page(String title, String body) {
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>%s</title>
    <style>body{font:11pt/1.4 system-ui,sans-serif;margin:2rem;color:#15191f;background:#fff}
    table{border-collapse:collapse;width:100%%;font-size:9pt}
    th,td{border:1px solid #8a94a1;padding:.25rem .4rem;text-align:left;vertical-align:top;
    overflow-wrap:anywhere}tr{break-inside:avoid}thead{display:table-header-group}
    @page{size:A4 landscape;margin:12mm}</style></head>
    <body><h1>%s</h1>
    %s</body></html>
    """
        .formatted(escaped(title), escaped(title), body);
  }

  /** A paragraph; nothing for an empty text. */
  public static String paragraph(String text) {
    return text.isEmpty() ? "" : "<p>" + escaped(text) + "</p>\n";
  }

  /** Only the table of {@link #html}. */
  public static String tableOf(LogTable table) {
    if (table.rows().isEmpty()) {
      return "<p>Nothing.</p>\n";
    }
    StringBuilder text = new StringBuilder("<table><thead><tr>");
    table
        .columns()
        .forEach(c -> text.append("<th scope=\"col\">").append(escaped(c)).append("</th>"));
    text.append("</tr></thead><tbody>\n");
    for (List<String> row : table.rows()) {
      text.append("<tr>");
      row.forEach(value -> text.append("<td>").append(escaped(value)).append("</td>"));
      text.append("</tr>\n");
    }
    return text.append("</tbody></table>\n").toString();
  }

  /** A text as HTML shows it, and nothing but that. */
  public static String escaped(String value) {
    return visible(value)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** Signs that nobody sees, or that turn the order of others round, are shown by number. */
  static String visible(String value) {
    StringBuilder text = new StringBuilder();
    value
        .codePoints()
        .forEach(c -> {
          int type = Character.getType(c);
          boolean hidden =
              (type == Character.CONTROL && c != '\n' && c != '\t')
                  || type == Character.FORMAT
                  || type == Character.SURROGATE
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR;
          if (hidden) {
            text.append(String.format(Locale.ROOT, "U+%04X", c));
          } else {
            text.appendCodePoint(c);
          }
        });
    return text.toString();
  }
}
