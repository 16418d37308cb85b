package dev.holddown.view.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holddown.testing.HostileStrings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The files of a log hold what people wrote, and nothing in them is obeyed by who opens them. */
class HostileLogFilesTest {
  private static final List<String> COLUMNS = List.of("When", "What", "Who");
  private static final String FORMULA = "=+-@\t\r\n＝＋－＠";
  private static final Pattern UNSEEN =
      Pattern.compile("[[\\p{Cc}&&[^\n\t]]\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  /** What OWASP names (CSV Injection), as a text of its own and where a cell could begin. */
  private static List<String> formulas() {
    List<String> made = new ArrayList<>();
    for (String sign : FORMULA.split("")) {
      made.add(sign + "1+1");
      made.add(sign + "HYPERLINK(\"http://evil.example\",\"a\")");
      for (String gap : List.of(";", "\t", "\n", ",", "\",\"", "\";\"", ";\"", "\r\n", "; ")) {
        made.add("x" + gap + sign + "cmd|' /C calc'!A0");
        made.add("\"x\"" + gap + sign + "1");
      }
    }
    return made;
  }

  private static List<String> all() {
    List<String> all = new ArrayList<>(HostileStrings.all());
    all.addAll(formulas());
    return all;
  }

  private static LogTable table(String text) {
    return new LogTable(
        "Log", COLUMNS, List.of(List.of("now", text, "ann"), List.of(text, "b", text)), text);
  }

  @Test
  void a_record_of_csv_stays_one_record_and_its_text_is_what_was_written() {
    for (String text : all()) {
      List<List<String>> records = parsed(LogFiles.csv(table(text)), ',');
      assertThat(records).as(text).hasSize(3).allMatch(record -> record.size() == 3);
      assertThat(records.getFirst()).isEqualTo(COLUMNS);
      String read = records.get(1).get(1);
      assertThat(records.get(2)).as(text).containsExactly(read, "b", read);
      assertThat(unmarked(read)).as(text).isEqualTo(unmarked(LogFiles.visible(text)));
      assertThat(UNSEEN.matcher(read).find()).as(text).isFalse();
    }
  }

  /** Without the apostrophes that stand where one may have been added. */
  private static String unmarked(String text) {
    return text.replaceAll("'(?=[" + Pattern.quote(FORMULA) + "])", "");
  }

  @Test
  void no_cell_of_csv_is_a_formula_whatever_sign_the_spreadsheet_parts_cells_by() {
    for (String text : all()) {
      String csv = LogFiles.csv(table(text));
      for (char separator : new char[] {',', ';', '\t'}) {
        for (List<String> record : parsed(csv, separator)) {
          for (String cell : record) {
            assertThat(formula(cell)).as("%s in %s, parted by %s", cell, csv, separator).isFalse();
          }
        }
      }
    }
  }

  private static boolean formula(String cell) {
    return !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0;
  }

  @Test
  void a_row_of_markdown_stays_one_row_without_markup_and_html_shows_text_alone() {
    for (String text : all()) {
      String[] lines = LogFiles.markdown(table(text)).split("\n", -1);
      List<String> rows =
          java.util.Arrays.stream(lines).filter(line -> line.startsWith("| ")).toList();
      assertThat(rows).as(text).filteredOn(row -> !row.startsWith("| When")).hasSize(3);
      assertThat(rows.getLast().replaceAll("\\\\.", ""))
          .as(text)
          .matches("\\|[^|]*\\|[^|]*\\|[^|]*\\|");
      for (String form : List.of(String.join("\n", lines), LogFiles.html(table(text)))) {
        assertThat(UNSEEN.matcher(form).find()).as(text).isFalse();
        assertThat(form).doesNotContain("<script>", "<svg", "<img", "<!--");
      }
      assertThat(LogFiles.html(table(text)).split("<td>", -1)).as(text).hasSize(7);
    }
  }

  /**
   * As RFC 4180 says, and leniently as spreadsheets do: a quote counts where a field begins, and
   * after its end the rest of the field is text.
   */
  private static List<List<String>> parsed(String csv, char separator) {
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    Optional<Boolean> quoted = Optional.empty();
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted.orElse(false)) {
        if (c != '"') {
          field.append(c);
        } else if (i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
          field.append(csv.charAt(++i));
        } else {
          quoted = Optional.of(false);
        }
      } else if (c == '"' && quoted.isEmpty()) {
        quoted = Optional.of(true);
      } else if (c == separator || c == '\n') {
        record.add(field.toString());
        field.setLength(0);
        quoted = Optional.empty();
        if (c == '\n') {
          records.add(record);
          record = new ArrayList<>();
        }
      } else if (c != '\r' || i + 1 == csv.length() || csv.charAt(i + 1) != '\n') {
        field.append(c);
        quoted = quoted.or(() -> Optional.of(false));
      }
    }
    return records;
  }
}
